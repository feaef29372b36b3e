/** Sub-commands by which servers are started, best first. */
const START_WORDS = ['stdio', 'mcp', 'serve', 'server', 'start', 'run'];

/**
 * Ways to start over stdio that a server's usage text or log offers: a flag, a transport option, or a sub-command of
 * its list of commands. Each is a list of arguments to append.
 */
export function offeredModes(words: string): string[][] {
  const modes: string[][] = [];
  if (/--stdio\b/.test(words)) modes.push(['--stdio']);
  const transport = /(--(?:transport|mode|transport-type))\b[^\n]*\bstdio\b/i.exec(words)?.[1];
  if (transport !== undefined) modes.push([transport, 'stdio']);
  const commands = listedCommands(words);
  for (const word of START_WORDS) if (commands.has(word)) modes.push([word]);
  for (const [name, text] of commands) {
    if (
      !START_WORDS.includes(name) &&
      /\bstdio\b|(?:start|run|launch|serve)\w*\b.{0,30}\bMCP\b|\bMCP\b.{0,20}\bserver\b/i.test(text)
    )
      modes.push([name]);
  }
  return modes;
}

/** Says whether a server's words tell that it waits for HTTP instead of speaking over stdio. */
export function isListening(words: string): boolean {
  return /(?:listening|running|started|available|ready|serving)\b[^\n]{0,60}(?:https?:\/\/|\bport\b|:\d{4,5}\b)|https?:\/\/(?:localhost|127\.0\.0\.1|0\.0\.0\.0):\d+/i.test(
    words,
  );
}

/** The commands of a usage text by name, with what it says of each. */
function listedCommands(words: string): Map<string, string> {
  const commands = new Map<string, string>();
  for (const line of words.split('\n')) {
    const [, name, text = ''] =
      /^\s+(?:\$ )?(?:[@\w/.-]+ )?([a-z][\w:-]*)(?:\|\w+)?(?: [[<][^\n]*?[\]>])*(?:\s{2,}|\s+[-–—:]\s+|$)(.*)$/.exec(
        line,
      ) ?? [];
    if (name !== undefined) commands.set(name, text);
  }
  const [, inline = ''] =
    /(?:commands|usage)[^\n]*?[<[{(]([a-z][\w-]*(?:\s?[|,]\s?[a-z][\w-]*)+)[>\]})]/i.exec(words) ?? [];
  for (const name of inline.split(/\s?[|,]\s?/)) if (name !== '') commands.set(name, '');
  return commands;
}
