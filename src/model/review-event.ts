import { z } from 'zod';
import { hashOf } from './canonical.ts';
import { CATEGORIES, EFFECTS } from './category.ts';

/** What a person may write where: bounded, so that a journal stays readable. */
const MAX_NAME = 100;
const MAX_REASON = 2000;
const MAX_SUBJECT = 4000;

const sha256 = z.string().regex(/^[0-9a-f]{64}$/, 'must be 64 lower-case hex digits');
/** Text that every database keeps: neither NUL nor a lone surrogate. */
const text = (most: number) =>
  z
    .string()
    .max(most, `must have at most ${most} characters`)
    .refine((value) => value.trim() !== '', 'must not be empty')
    .refine((value) => value.isWellFormed() && !value.includes('\u0000'), 'holds characters that cannot be kept');

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
  reason: text(MAX_REASON),
  /** Who. */
  by: text(MAX_NAME).refine((value) => !/\p{Cc}/u.test(value), 'must be one line'),
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

/** A name or id as the journal keeps it: what no database can hold becomes U+FFFD, as in the catalogue's columns. */
export function subjectText(text: string): string {
  return text.toWellFormed().replaceAll('\u0000', '\ufffd').slice(0, MAX_SUBJECT).toWellFormed();
}
