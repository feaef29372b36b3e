import type { ServerContext } from '../../model/server-context.ts';
import type { Tool } from '../../model/tool.ts';
import { identifierWords } from './words.ts';

const MAX_SIBLINGS = 12;

/** What the server's claims, its id and the other tools tell; never how many the others are. */
export function contextFeatures(
  tool: Tool,
  context: ServerContext,
): { claims: string[]; siblings: string[]; server: string[] } {
  const annotations = tool.annotations;
  const claims = ['readOnlyHint', 'destructiveHint', 'idempotentHint', 'openWorldHint'].map(
    (hint) => `a:${hint} ${typeof annotations?.[hint] === 'boolean' ? annotations[hint] : 'none'}`,
  );
  const siblings = context.siblings
    .slice(0, MAX_SIBLINGS)
    .flatMap((name) => identifierWords(name).map((word) => `s:${word}`));
  return {
    claims,
    siblings: [...new Set(siblings)],
    server: [...new Set(identifierWords(context.server).map((word) => `v:${word}`))],
  };
}
