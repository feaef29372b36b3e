import type { Category, Effect } from '../../model/category.ts';
import type { AnnotationMismatch } from '../../model/classification.ts';
import type { FailureCode } from '../../model/failure.ts';

/** The parts of a definition that a person reads apart. */
export type DefinitionField = 'title' | 'description' | 'inputSchema' | 'annotations';

/** What differs in one text: lines that begin with `-` (before) or `+` (after), the middle of a long one left out. */
export type TextDiff = readonly string[];

/** What one tool did to the risk: `up` when the category is more severe or an effect came, `down` when only less. */
export type Direction = 'up' | 'down' | 'same';

/** One thing that changed on a server. `isNewlyCritical`: a call can destroy or pay now, and could not before. */
export type Change = { server: string } /** Listed, and not before: new, or only failed until now. */ & (
  | { kind: 'server-added'; tools: number; critical: string[] }
  | { kind: 'server-removed'; tools: number }
  | { kind: 'server-failed'; code: FailureCode; message: string }
  /** Listed again after it failed so; what else changed meanwhile follows. Told by the feed only. */
  | { kind: 'server-recovered'; code: FailureCode }
  | { kind: 'version-changed'; from: string; to: string }
  | { kind: 'instructions-changed'; diff: TextDiff }
  | { kind: 'tool-added'; tool: string; category: Category; isNewlyCritical: boolean }
  | { kind: 'tool-removed'; tool: string; category: Category }
  | { kind: 'tool-renamed'; tool: string; from: string }
  | {
      kind: 'definition-changed';
      tool: string;
      fields: { field: DefinitionField; diff: TextDiff }[];
      /** The version that stayed while the definition changed: what a rug pull looks like. Absent when it moved. */
      sameVersion?: string;
    }
  | {
      kind: 'risk-changed';
      tool: string;
      from: Category;
      to: Category;
      direction: Direction;
      effectsAdded: Effect[];
      effectsRemoved: Effect[];
      isNewlyCritical: boolean;
      /** Whether the definition moved too; else the classifier or a person judged anew. */
      definitionChanged: boolean;
    }
  | { kind: 'annotation-mismatch'; tool: string; mismatches: AnnotationMismatch[] }
);

/** Whether a change is one for which a person should look up: risk rose, or a definition moved under one version. */
export function isRise(change: Change): boolean {
  if (change.kind === 'server-added') return change.critical.length > 0;
  if (change.kind === 'tool-added') return change.isNewlyCritical;
  if (change.kind === 'definition-changed') return change.sameVersion !== undefined;
  if (change.kind === 'risk-changed') return change.direction === 'up';
  return change.kind === 'annotation-mismatch';
}
