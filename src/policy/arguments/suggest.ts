import { split } from 'change-case';
import type { Classification } from '../../model/classification.ts';
import { isJsonObject, type JsonObject } from '../../model/json.ts';
import type { ArgumentRuleKind, ArgumentSuggestion } from '../../model/policy.ts';
import type { Tool } from '../../model/tool.ts';

/** Most suggestions for one tool. */
const MAX_SUGGESTIONS = 8;
/** Longest name of an argument that is looked at. */
const MAX_NAME = 100;

/** Last words of the names of arguments that hold a URL or a host, and a path. */
const HOST_WORDS = new Set('url urls uri uris host hosts hostname domain domains endpoint webhook'.split(' '));
const PATH_WORDS = new Set(
  'path paths file files filename filepath dir directory directories folder folders'.split(' '),
);
/** JSON Schema's formats of such texts. */
const HOST_FORMATS = new Set<unknown>(['uri', 'iri', 'url', 'hostname', 'idn-hostname']);

/**
 * Rules on arguments that a tool's schema offers: caps where the verdict's evidence found an amount and the verdict is
 * about money, hosts and paths where the evidence or the schema names them. They do nothing by themselves.
 */
export function suggestRules({ inputSchema }: Tool, verdict: Classification): ArgumentSuggestion[] {
  const { properties } = inputSchema;
  if (!isJsonObject(properties)) return [];
  const found = Object.entries(properties).flatMap(([argument, schema]): ArgumentSuggestion[] => {
    const kind = isJsonObject(schema) && argument.length <= MAX_NAME ? kindOf(argument, schema, verdict) : undefined;
    return kind === undefined ? [] : [{ kind, argument }];
  });
  return found.sort((a, b) => (a.argument < b.argument ? -1 : 1)).slice(0, MAX_SUGGESTIONS);
}

function kindOf(argument: string, schema: JsonObject, verdict: Classification): ArgumentRuleKind | undefined {
  const { items } = schema;
  const inner = isJsonObject(items) && typesOf(schema).includes('array') ? items : schema;
  const isFound = (by: string) =>
    verdict.evidence.some(({ pointer, signal }) => signal === by && pointer === pointerOf(argument));
  const isMoney = verdict.category === 'Financial' || verdict.effects.includes('money');
  if (isMoney && typesOf(schema).some((type) => type === 'number' || type === 'integer'))
    return isFound('amount-parameter') ? 'max-amount' : undefined;
  if (!typesOf(inner).includes('string') || inner.enum !== undefined || inner.const !== undefined) return undefined;
  const word = split(argument).at(-1)?.toLowerCase() ?? '';
  if (HOST_FORMATS.has(inner.format) || HOST_WORDS.has(word)) return 'allowed-hosts';
  return PATH_WORDS.has(word) || isFound('path-parameter') ? 'path-prefixes' : undefined;
}

function typesOf({ type }: JsonObject): unknown[] {
  return Array.isArray(type) ? type : [type];
}

/** RFC 6901 pointer to an argument's schema in the tool. */
function pointerOf(argument: string): string {
  return `/inputSchema/properties/${argument.replaceAll('~', '~0').replaceAll('/', '~1')}`;
}
