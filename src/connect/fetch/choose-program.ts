/**
 * Chooses which of a package's programs is the server: the one named like the package, the only one, the one whose
 * name says MCP (the shortest, since longer ones tend to be set-up helpers), or none.
 */
export function chooseProgram(names: readonly string[], packageName: string): string | undefined {
  const own = packageName.replace(/^@[^/]+\//, '');
  const scoped = packageName.replace(/^@([^/]+)\//, '$1-');
  const exact = names.find((name) => same(name, own)) ?? names.find((name) => same(name, scoped));
  if (exact !== undefined) return exact;
  if (names.length === 1) return names[0];
  const telling = [/mcp.*(?:server|stdio)|(?:server|stdio).*mcp/i, /mcp/i, /server|stdio/i];
  for (const pattern of telling) {
    const [first] = names.filter((name) => pattern.test(name)).sort((a, b) => a.length - b.length);
    if (first !== undefined) return first;
  }
  return names[0];
}

function same(a: string, b: string): boolean {
  const plain = (text: string) => text.toLowerCase().replaceAll(/[-_.]/g, '');
  return plain(a) === plain(b);
}
