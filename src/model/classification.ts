import { z } from 'zod';
import { CATEGORIES, type Category, EFFECTS, rankOf, SEVERITIES, worse } from './category.ts';

/** Why a person should look, each with the sentence that says so. */
export const REVIEW_REASONS = {
  'low-confidence': 'the probability of the category is below the threshold',
  'sources-disagree': 'the rules and the model come to different categories',
  'annotation-mismatch': "the server's annotations contradict the definition",
  'missing-knowledge': 'the definition says too little to tell',
  'severe-runner-up': 'a much more severe category is nearly as likely',
  'hidden-text': 'the definition holds invisible or look-alike characters',
  'addressed-to-reader': 'the definition speaks to the one who classifies it',
  'llm-disagrees': 'the language model contradicts strong evidence',
  'llm-unusable': "the language model's answer could not be used",
  'llm-budget': 'the budget for the language model was spent',
  'too-long': 'the definition is too long to ask a language model about',
  'people-disagree': 'two people decided differently',
  'definition-changed': 'the definition changed since a person decided',
} as const;
/** The code of a reason for review. */
export type ReviewReason = keyof typeof REVIEW_REASONS;
const REVIEW_REASON_CODES = Object.keys(REVIEW_REASONS) as ReviewReason[];

const probability = z.number().min(0).max(1);

/** Shape of one piece of evidence: a JSON pointer (RFC 6901) into the tool, what stands there, and who found it. */
export const Evidence = z.object({
  /** RFC 6901 pointer into the tool definition; `/server`, `/instructions` and `/siblings/N` point into its context. */
  pointer: z.string(),
  /** Verbatim part of the string at the pointer (of the property name, when the pointer ends in a schema property). */
  quote: z.string(),
  /** Id of the signal, `model`, or `llm`. */
  signal: z.string(),
});
/** One piece of evidence. */
export type Evidence = z.infer<typeof Evidence>;

/** The verdict on one action of a multi-action tool. */
export const ActionVerdict = z.object({
  /** JSON pointer of the schema property that chooses the action, e.g. `/inputSchema/properties/action`. */
  parameter: z.string(),
  action: z.string(),
  category: z.enum(CATEGORIES),
  confidence: probability,
});
export type ActionVerdict = z.infer<typeof ActionVerdict>;

/** A claim of the server that its own definition contradicts. */
export const AnnotationMismatch = z.object({
  hint: z.enum(['readOnlyHint', 'destructiveHint', 'idempotentHint', 'openWorldHint']),
  claimed: z.boolean(),
  /** One sentence: what the definition says instead. */
  because: z.string(),
});
export type AnnotationMismatch = z.infer<typeof AnnotationMismatch>;

/** What decided, by version: rules and weights always, prompt and LLM where they took part. */
export const Versions = z.object({
  rules: z.string(),
  weights: z.string(),
  prompt: z.string().optional(),
  llm: z.string().optional(),
});
export type Versions = z.infer<typeof Versions>;

/** The parts of a verdict that a person's decision replaces. */
const judgement = {
  category: z.enum(CATEGORIES),
  severity: z.enum(SEVERITIES),
  /** Probability that the category is right; 1 by convention where a person decided. */
  confidence: probability,
  /** Present and true where the confidence was not calibrated against labelled data, as people's are not. */
  uncalibrated: z.literal(true).optional(),
  /** Probability per category; they sum to 1. */
  probabilities: z.record(z.enum(CATEGORIES), probability),
  effects: z.array(z.enum(EFFECTS)),
  needsReview: z.boolean(),
  reviewReasons: z.array(z.enum(REVIEW_REASON_CODES)),
  /** Two or three sentences for a person. */
  rationale: z.string(),
  decidedBy: z.enum(['rules', 'model', 'llm', 'person']),
};

/** What the classifier said where people's decisions say otherwise. */
const MachineJudgement = z.object(judgement);
/** What the classifier said where people's decisions say otherwise. */
export type MachineJudgement = z.infer<typeof MachineJudgement>;

/** The verdict on one tool. */
export const Classification = z.object({
  ...judgement,
  evidence: z.array(Evidence),
  /** Present for multi-action tools only. */
  actions: z.array(ActionVerdict).optional(),
  annotationMismatch: z.array(AnnotationMismatch).optional(),
  versions: Versions,
  definitionHash: z.string(),
  contextHash: z.string(),
  /** Present where people's decisions changed the verdict. */
  machine: MachineJudgement.optional(),
});
/** The verdict on one tool. */
export type Classification = z.infer<typeof Classification>;

/** The verdict with the names of server and tool: one line of `classify --out` and of `scan --json`. */
export const ClassificationLine = z.object({
  id: z.string().optional(),
  server: z.string(),
  tool: z.string(),
  ...Classification.shape,
});
export type ClassificationLine = z.infer<typeof ClassificationLine>;

/** Probability from which a category counts as likely beside the verdict: one in twenty. */
const LIKELY = 0.05;

/** Reasons for which the probabilities themselves are not to be relied on. */
const UNRELIABLE: ReadonlySet<ReviewReason> = new Set([
  'hidden-text',
  'addressed-to-reader',
  'llm-disagrees',
  'missing-knowledge',
]);

/** The category that a cautious reader acts on: in review, the more severe of the verdict and its likeliest rival. */
export function cautiousCategory(
  verdict: Pick<Classification, 'category' | 'probabilities' | 'needsReview' | 'reviewReasons'>,
): Category {
  if (!verdict.needsReview) return verdict.category;
  const chance = (category: Category): number => verdict.probabilities[category] ?? 0;
  const [rival] = CATEGORIES.filter((category) => category !== verdict.category).sort(
    (a, b) => chance(b) - chance(a) || rankOf(b) - rankOf(a),
  );
  const counts =
    rival !== undefined && (chance(rival) >= LIKELY || verdict.reviewReasons.some((reason) => UNRELIABLE.has(reason)));
  return counts ? worse(verdict.category, rival) : verdict.category;
}
