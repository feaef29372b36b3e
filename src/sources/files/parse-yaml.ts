import { parse } from 'yaml';

/** Aliases that a file may resolve: more is a "billion laughs" attack (exponential expansion), not a config. */
const MAX_ALIASES = 100;

/** Parses YAML of a stranger. Throws where it is none; warnings are not printed. */
export function parseYaml(text: string): unknown {
  return parse(text, { maxAliasCount: MAX_ALIASES, logLevel: 'error' });
}
