import type { Classification } from '../../src/model/classification.ts';
import { type ReviewDecision, type ReviewUndo, withEventId } from '../../src/model/review-event.ts';

/** Hash-like texts for definitions and tool sets. */
export const hashLike = (letter: string): string => letter.repeat(64);

/** A decision on a tool of a ferry line. */
export function decided(more: Partial<ReviewDecision> = {}): ReviewDecision {
  return withEventId({
    action: 'decide',
    server: 'npm:ferry-line',
    tool: 'cancel_sailing',
    definitionHash: hashLike('a'),
    toolSetHash: hashLike('e'),
    category: 'Destructive',
    reason: 'passengers lose their berths',
    by: 'Ann',
    at: '2026-11-21T09:00:00.000Z',
    ...more,
  });
}

/** Takes a decision back. */
export function undone({ id, server, tool, definitionHash, toolSetHash }: ReviewDecision): ReviewUndo {
  const where = { server, tool, definitionHash, toolSetHash };
  return withEventId({ action: 'undo', ...where, undoes: id, reason: 'a slip', by: 'Ann', at: '2026-11-21T10:00:00Z' });
}

/** What the classifier says of it. */
export function verdict(more: Partial<Classification> = {}): Classification {
  return {
    category: 'Write',
    severity: 'medium',
    confidence: 0.6,
    probabilities: { Read: 0.05, Write: 0.6, Execute: 0, Destructive: 0.35, Financial: 0 },
    effects: ['bulk'],
    needsReview: true,
    reviewReasons: ['low-confidence'],
    evidence: [{ pointer: '/name', quote: 'cancel', signal: 'name-deed' }],
    rationale: 'It changes a sailing.',
    decidedBy: 'model',
    versions: { rules: 'r1', weights: 'w1' },
    definitionHash: hashLike('a'),
    contextHash: hashLike('c'),
    ...more,
  };
}
