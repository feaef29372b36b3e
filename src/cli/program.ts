import { Command } from 'commander';
import { readVersion } from '../pipeline/version.ts';
import type { CliCommand } from './command.ts';

/** Runs one chosen command with what commander parsed for it. */
export type Dispatch = (command: CliCommand, declared: Command) => Promise<void>;

/** Sets the words before the first `--` apart from those after it, which are a server's command line and not ours. */
export function splitTrailing(words: readonly string[]): { own: string[]; trailing: string[] | undefined } {
  const at = words.indexOf('--');
  if (at === -1) return { own: [...words], trailing: undefined };
  return { own: words.slice(0, at), trailing: words.slice(at + 1) };
}

/**
 * Builds the program from the list of commands, with arguments and options for those that `words` name. It throws a
 * `CommanderError` instead of leaving the process.
 */
export async function buildProgram(
  commands: readonly CliCommand[],
  words: readonly string[],
  dispatch: Dispatch,
): Promise<Command> {
  const program = new Command('toolrisk')
    .description('Says which MCP tools read, write, run code, destroy or spend money.')
    .usage('COMMAND [options]')
    .helpOption('-h, --help', 'show help')
    .helpCommand('help [command]', 'show help for a command')
    .configureHelp({ subcommandTerm: (command) => command.name() })
    .exitOverride()
    .showSuggestionAfterError()
    .showHelpAfterError('See `toolrisk --help`.')
    .addHelpText('after', EXAMPLES);
  program.version(readVersion(), '-V, --version', 'show the version');
  for (const command of commands) {
    const bare = addBare(program, command);
    if (words.includes(command.name)) await declareCommand(bare, command, dispatch);
  }
  return program;
}

function addBare(parent: Command, { name, summary }: CliCommand): Command {
  return parent.command(name).summary(summary).helpOption('-h, --help', 'show help');
}

async function declareCommand(bare: Command, command: CliCommand, dispatch: Dispatch): Promise<void> {
  const declared = (await command.declare(bare)).showHelpAfterError(`See \`${pathOf(bare)} --help\`.`);
  if (declared.description() === '') declared.description(`${capitalise(command.summary)}.`);
  declared.action(() => dispatch(command, declared));
  if (command.subcommands === undefined) return;
  declared.helpCommand(false);
  for (const below of await command.subcommands()) await declareCommand(addBare(declared, below), below, dispatch);
}

/** What one types to reach a command. */
function pathOf(command: Command): string {
  return command.parent === null ? command.name() : `${pathOf(command.parent)} ${command.name()}`;
}

function capitalise(sentence: string): string {
  return sentence.charAt(0).toUpperCase() + sentence.slice(1);
}

const EXAMPLES = `
Examples:
  toolrisk scan npm:@modelcontextprotocol/server-filesystem
  toolrisk scan ~/.cursor/mcp.json --out scan
  toolrisk scan -- node my-server.js
  toolrisk explain npm:@modelcontextprotocol/server-filesystem move_file
  toolrisk policy npm:@modelcontextprotocol/server-filesystem --for policylayer

Environment:
  OPENAI_API_KEY, OPENAI_BASE_URL, TOOLRISK_LLM_MODEL   a language model for tools in doubt
  TOOLRISK_DATABASE_URL                                 catalogue, in place of --database
  TOOLRISK_HOME                                         folder for state and installed servers`;
