import { CATEGORIES, SEVERITY_OF } from '../model/category.ts';
import type { Classification, MachineJudgement, ReviewReason } from '../model/classification.ts';
import { recordOf } from '../model/json.ts';
import { type ReviewDecision, type ReviewEvent, subjectText } from '../model/review-event.ts';
import { type Ruling, ruleOn, standingDecisions } from './ruling.ts';

/** A tool of a server's list with a verdict on it. */
export type JudgedTool = { name: string; definitionHash: string; verdict: Classification };

/** A server's list as decisions look at it. */
export type JudgedServer<T extends JudgedTool = JudgedTool> = {
  server: string;
  toolSetHash: string;
  tools: readonly T[];
};

/** A tool with what people said about it. */
export type ReviewedTool<T extends JudgedTool = JudgedTool> = T & {
  ruling: Ruling;
  /** Decisions on an earlier definition of the tool, where nobody decided on this one; the latest last. */
  outdated: readonly ReviewDecision[];
};

/**
 * Applies people's decisions to a server's list: `events` are those on the server and on its tool set, in the order of
 * the journal. Each verdict becomes what it would be had the decisions always been there, whatever was applied before.
 */
export function applyDecisions<T extends JudgedTool>(
  { server: id, toolSetHash, tools }: JudgedServer<T>,
  events: readonly ReviewEvent[],
): ReviewedTool<T>[] {
  const server = subjectText(id);
  const standing = standingDecisions(events);
  const present = new Set(tools.map(({ definitionHash }) => definitionHash));
  const left = standing.filter((decision) => decision.server === server && !present.has(decision.definitionHash));
  return tools.map((tool) => {
    const ruling = ruleOn({ server, toolSetHash, definitionHash: tool.definitionHash }, standing);
    const name = subjectText(tool.name);
    const outdated = ruling.kind === 'none' ? left.filter((decision) => decision.tool === name) : [];
    return { ...tool, verdict: withRuling(tool.verdict, { server, ruling, outdated }), ruling, outdated };
  });
}

/** The verdict as the classifier gave it. */
export function machineVerdict(given: Classification): Classification {
  if (given.machine === undefined) return given;
  const { machine, uncalibrated: _uncalibrated, ...verdict } = given;
  return { ...verdict, ...machine };
}

function withRuling(
  given: Classification,
  { server, ruling, outdated }: { server: string; ruling: Ruling; outdated: readonly ReviewDecision[] },
): Classification {
  const verdict = machineVerdict(given);
  if (ruling.kind === 'conflict') return inReview(verdict, 'people-disagree');
  if (ruling.kind === 'none') return outdated.length === 0 ? verdict : inReview(verdict, 'definition-changed');
  return {
    ...verdict,
    category: ruling.category,
    severity: SEVERITY_OF[ruling.category],
    confidence: 1,
    uncalibrated: true,
    probabilities: recordOf(CATEGORIES, (category) => (category === ruling.category ? 1 : 0)),
    effects: [...(ruling.effects ?? verdict.effects)],
    needsReview: false,
    reviewReasons: [],
    rationale: explainRuling(ruling, server, verdict),
    decidedBy: 'person',
    machine: judgementOf(verdict),
  };
}

function inReview(verdict: Classification, reason: ReviewReason): Classification {
  const reviewReasons = [...verdict.reviewReasons, reason];
  return { ...verdict, needsReview: true, reviewReasons, machine: judgementOf(verdict) };
}

function judgementOf(verdict: Classification): MachineJudgement {
  const { category, severity, confidence, uncalibrated, probabilities, effects } = verdict;
  const { needsReview, reviewReasons, rationale, decidedBy } = verdict;
  return {
    category,
    severity,
    confidence,
    ...(uncalibrated === undefined ? {} : { uncalibrated }),
    probabilities,
    effects,
    needsReview,
    reviewReasons,
    rationale,
    decidedBy,
  };
}

/** Names of people that a sentence lists. */
const NAMES_SHOWN = 3;

function explainRuling(
  { category, decisions }: Extract<Ruling, { kind: 'settled' }>,
  server: string,
  machine: Classification,
): string {
  const last = decisions.at(-1) ?? decisions[0];
  const others = decisions.filter((decision) => decision !== last).map(({ by }) => by);
  const more = others.length > NAMES_SHOWN ? `, and ${others.length - NAMES_SHOWN} more` : '';
  const agreeing = others.length === 0 ? '' : ` Agreed: ${others.slice(0, NAMES_SHOWN).join(', ')}${more}.`;
  const place = last.server === server ? '' : `, on ${last.server}, which has the same tools`;
  const said =
    machine.category === category ? 'The classifier says the same.' : `The classifier says ${machine.category}.`;
  return `${last.by} decided ${category} on ${last.at.slice(0, 10)}${place}: ${last.reason.trim()}${/[.!?]$/.test(last.reason.trim()) ? '' : '.'}${agreeing} ${said}`;
}
