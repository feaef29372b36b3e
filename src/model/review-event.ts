import { z } from 'zod';
import { hashOf } from './canonical.ts';
import { CATEGORIES, EFFECTS } from './category.ts';
import { escapeTerminal } from './escape/terminal.ts';

/** What a person may write where: bounded, so that a journal stays readable. */
const MAX_NAME = 100;
const MAX_REASON = 2000;
const MAX_SUBJECT = 4000;

const sha256 = z.string().regex(/^[0-9a-f]{64}$/, 'must be 64 lower-case hex digits');
/** Text that every database keeps and every terminal shows as it is; `free` are invisible characters that words need. */
const text = (most: number, free = /(?!)/g) =>
  z
    .string('is missing')
    .max(most, `must have at most ${most} characters`)
    .refine((value) => value.trim() !== '', 'must not be empty')
    .refine((value) => isPlain(value.replaceAll(free, '')), 'holds control or invisible characters');

/** Line breaks, and the joiners of emoji and of several scripts. */
const FREE_IN_REASONS = /[\n\u200c\u200d]/g;

function isPlain(value: string): boolean {
  return escapeTerminal(value) === value;
}

const common = {
  /** Hash of the rest of the event, so that the same event is never kept twice. */
  id: z.string().regex(/^[0-9a-f]{32}$/, 'must be 32 lower-case hex digits'),
  /** Server id. */
  server: text(MAX_SUBJECT),
  /** Name of the tool when it was decided; the definition's hash is what counts. */
  tool: text(MAX_SUBJECT),
  definitionHash: sha256,
  /** The tools beside which it stood: the decision holds on servers with the same. */
  toolSetHash: sha256,
  /** Why, in the person's words. */
  reason: text(MAX_REASON, FREE_IN_REASONS),
  /** Who. */
  by: text(MAX_NAME),
  /** When, ISO 8601 in UTC. */
  at: z.iso.datetime('must be a time such as 2026-11-21T09:00:00Z'),
};

/** Shape of a person's decision on one tool. */
export const ReviewDecision = z.strictObject({
  action: z.literal('decide'),
  ...common,
  category: z.enum(CATEGORIES),
  /** Absent where the person said nothing about effects: then the classifier's stand. */
  effects: z.array(z.enum(EFFECTS)).optional(),
  /** What the classifier said then. */
  machineCategory: z.enum(CATEGORIES).optional(),
  /** How sure it was. */
  machineConfidence: z.number().min(0).max(1).optional(),
});
/** A person's decision on one tool. */
export type ReviewDecision = z.infer<typeof ReviewDecision>;

/** Shape of taking a decision back: the decision stays in the journal. */
export const ReviewUndo = z.strictObject({
  action: z.literal('undo'),
  ...common,
  /** Id of the decision that no longer stands. */
  undoes: common.id,
});
/** A decision taken back. */
export type ReviewUndo = z.infer<typeof ReviewUndo>;

/** Shape of one entry of the journal of reviews, which only grows. */
export const ReviewEvent = z.discriminatedUnion('action', [ReviewDecision, ReviewUndo]);
/** One entry of the journal of reviews. */
export type ReviewEvent = z.infer<typeof ReviewEvent>;

/** Gives an event its id. */
export function withEventId<E extends Omit<ReviewDecision, 'id'> | Omit<ReviewUndo, 'id'>>(
  event: E,
): E & { id: string } {
  return { ...event, id: eventIdOf(event) };
}

/** The id that an event must have: 32 hex digits over everything else in it. */
export function eventIdOf(event: object): string {
  return hashOf({ ...event, id: undefined }).slice(0, 32);
}

/** A name or id as the journal keeps it: control and disguising characters are visible escapes. */
export function subjectText(name: string): string {
  return escapeTerminal(name.slice(0, MAX_SUBJECT)).slice(0, MAX_SUBJECT).toWellFormed();
}
