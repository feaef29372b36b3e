import { type Category, SEVERITY_OF, type Severity, worse } from '../model/category.ts';
import { type Classification, cautiousCategory } from '../model/classification.ts';
import type { ReviewDecision } from '../model/review-event.ts';
import type { JudgedServer, ReviewedTool } from './apply-decisions.ts';

/** How much a wrong verdict weighs by the severity of the category that it may hide: each step twice the one below. */
const SEVERITY_WEIGHT: Readonly<Record<Severity, number>> = { low: 1, medium: 2, high: 4, critical: 8 };

/** The risk of being wrong where two people differ, or where a person had said otherwise of the earlier definition. */
const CONTRADICTED_RISK = 0.5;

/** Something that waits for a person. */
export type QueueItem = {
  server: string;
  tool: string;
  definitionHash: string;
  toolSetHash: string;
  /** On how many servers the same tool set stands: one decision settles all of them. */
  servers: number;
  kind: 'doubt' | 'conflict' | 'reopened';
  verdict: Classification;
  /** The more severe of the likely categories, people's among them. */
  cautious: Category;
  /** `(1 − confidence) × weight of the cautious category's severity × servers`. */
  priority: number;
  /** The differing decisions, or those on the earlier definition; empty for a doubt. */
  decisions: readonly ReviewDecision[];
};

/** The item for a tool, or undefined where none waits. */
export function queueItem(
  { server, toolSetHash }: JudgedServer,
  { name: tool, definitionHash, verdict, ruling, outdated }: ReviewedTool,
  servers: number,
): QueueItem | undefined {
  if (!verdict.needsReview) return undefined;
  const kind = ruling.kind === 'conflict' ? 'conflict' : outdated.length > 0 ? 'reopened' : 'doubt';
  const decisions = ruling.kind === 'conflict' ? ruling.decisions : outdated;
  const concerned = kind === 'reopened' ? decisions.slice(-1) : decisions;
  const isContradicted = kind === 'conflict' || concerned.some(({ category }) => category !== verdict.category);
  const risk = Math.max(1 - verdict.confidence, isContradicted ? CONTRADICTED_RISK : 0);
  const cautious = concerned.map(({ category }) => category).reduce(worse, cautiousCategory(verdict));
  const priority = risk * SEVERITY_WEIGHT[SEVERITY_OF[cautious]] * servers;
  return { server, tool, definitionHash, toolSetHash, servers, kind, verdict, cautious, priority, decisions };
}

/** The order of the queue: priority, then severity, then how many servers, then names by code unit. */
export function compareItems(a: QueueItem, b: QueueItem): number {
  return (
    b.priority - a.priority ||
    SEVERITY_WEIGHT[SEVERITY_OF[b.cautious]] - SEVERITY_WEIGHT[SEVERITY_OF[a.cautious]] ||
    b.servers - a.servers ||
    compareText(a.server, b.server) ||
    compareText(a.tool, b.tool) ||
    compareText(a.definitionHash, b.definitionHash)
  );
}

/** How many items wait, by kind. */
export type QueueCounts = Record<QueueItem['kind'], number>;

/** A queue that keeps its first `limit` items and counts the others. */
export type Queue = {
  /** Adds an item, unless its definition beside the same tools was added before. Items of one server come together. */
  add: (item: QueueItem) => void;
  /** The first items, in order. */
  first: () => QueueItem[];
  counts: () => QueueCounts;
};

/** Makes an empty queue. Its memory grows with `limit`, and with what stands on several servers. */
export function createQueue(limit: number): Queue {
  let kept: QueueItem[] = [];
  const counts: QueueCounts = { doubt: 0, conflict: 0, reopened: 0 };
  const seen = new Set<string>();
  let ofServer = { server: '', definitions: new Set<string>() };
  const cut = () => {
    kept = kept.sort(compareItems).slice(0, limit);
  };
  const isRepeated = ({ definitionHash, toolSetHash, server, servers }: QueueItem) => {
    if (ofServer.server !== server) ofServer = { server, definitions: new Set() };
    const [known, key] =
      servers > 1 ? [seen, `${toolSetHash} ${definitionHash}`] : [ofServer.definitions, definitionHash];
    if (known.has(key)) return true;
    known.add(key);
    return false;
  };
  return {
    add: (item) => {
      if (isRepeated(item)) return;
      counts[item.kind] += 1;
      kept.push(item);
      if (kept.length > 2 * limit + 100) cut();
    },
    first: () => {
      cut();
      return [...kept];
    },
    counts: () => ({ ...counts }),
  };
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
