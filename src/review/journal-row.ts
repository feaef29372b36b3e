import { isJsonObject, type JsonObject } from '../model/json.ts';
import { eventIdOf, ReviewEvent, withEventId } from '../model/review-event.ts';

/** Where a tool stands, for rows that name it without hashes. */
export type FoundTool = { definitionHash: string; toolSetHash: string };

/** A time that is a little ahead of our clock is taken for another clock's. */
const CLOCK_TOLERANCE_MS = 5 * 60_000;

/** The server and tool that a row names without saying which definition it means; undefined for all other rows. */
export function namedTool(fields: unknown): { server: string; tool: string } | undefined {
  if (!isJsonObject(fields) || (fields.action ?? 'decide') !== 'decide') return undefined;
  const { server, tool, definitionHash, toolSetHash } = fields;
  if (definitionHash !== undefined || toolSetHash !== undefined) return undefined;
  return typeof server === 'string' && typeof tool === 'string' ? { server, tool } : undefined;
}

/**
 * The event that a row of a file stands for, or everything that is wrong with it. A row without an action decides, one
 * without a time was decided now, one without an id gets its own.
 */
export function eventOfRow(
  fields: unknown,
  found: FoundTool | undefined,
  now: Date,
): { event: ReviewEvent } | { problems: string[] } {
  if (!isJsonObject(fields)) return { problems: ['is no object'] };
  const { id, ...rest } = fields;
  const completed: JsonObject = { action: 'decide', at: now.toISOString(), ...rest, ...found };
  const parsed = ReviewEvent.safeParse({ ...completed, id: typeof id === 'string' ? id : eventIdOf({}) });
  if (!parsed.success)
    return { problems: parsed.error.issues.map(({ path, message }) => `${path.join('.') || 'row'}: ${message}`) };
  const { id: _id, ...content } = parsed.data;
  const event = ReviewEvent.parse(withEventId(content));
  if (id !== undefined && id !== event.id)
    return { problems: ['id: does not fit the rest of the row, which was changed; leave the id out'] };
  if (Date.parse(event.at) > now.getTime() + CLOCK_TOLERANCE_MS) return { problems: ['at: lies in the future'] };
  return { event };
}
