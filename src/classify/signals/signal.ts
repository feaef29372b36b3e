import type { Category, Effect } from '../../model/category.ts';
import type { Tool } from '../../model/tool.ts';
import type { Subject } from '../subject.ts';

/** What a fact speaks for: a category, an effect, or that something is unknown or tampered with. */
export type SpeaksFor = Category | Effect | 'doubt';

/** Something found in a definition: no verdict, no weight. */
export type Fact = {
  /** What was found, from the signal's own small closed list, e.g. `deletes-object`; with the signal's id it is a feature of the model. */
  key: string;
  speaksFor: SpeaksFor;
  /** RFC 6901 pointer into the tool, or `/server`, `/instructions`, `/siblings/N`. */
  pointer: string;
  /** Verbatim part of the original string there. */
  quote: string;
};

/** A definition that shows what a signal does: checked by the tests, printed in the reference. */
export type Example = {
  tool: Pick<Tool, 'name'> & Partial<Tool>;
  server?: string;
  siblings?: readonly string[];
  /** Keys that must be found; absent in `silent` examples, where none may be. */
  keys?: readonly string[];
};

/** A finder of facts: one file, named like its id, one pure `detect`. */
export type Signal = {
  /** Kebab-case noun phrase, the file's name. */
  id: string;
  title: string;
  /** One or two sentences: why the fact matters. */
  why: string;
  speaksFor: readonly SpeaksFor[];
  reads: readonly (
    | 'name'
    | 'title'
    | 'description'
    | 'inputSchema'
    | 'annotations'
    | 'siblings'
    | 'server'
    | 'instructions'
  )[];
  /** Every key that `detect` can give, with its meaning in a few words. */
  keys: Readonly<Record<string, string>>;
  fires: readonly Example[];
  silent: readonly Example[];
  detect: (subject: Subject) => Fact[];
};
