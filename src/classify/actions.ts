import type { Tool } from '../model/tool.ts';
import { type Deed, deedOfName } from './deed.ts';
import { splitName } from './name.ts';
import type { Property } from './schema.ts';
import type { Subject } from './subject.ts';

/** One of the actions that a tool offers by a parameter. */
export type Action = {
  /** Pointer of the property that chooses it. */
  parameter: string;
  /** The value that chooses it, verbatim. */
  action: string;
  /** Where the value stands: an enum entry, a constant, or the description that lists it. */
  pointer: string;
  words: string[];
  /** What the value says that is done; the tool's objects stand in where it names none. */
  deed: Deed | undefined;
};

/** Most actions that are read of one tool. */
const MAX_ACTIONS = 100;
/** Names of parameters that choose what is done; the weaker ones only where most values are verbs. */
const STRONG_NAMES = new Set([
  'action',
  'operation',
  'op',
  'subcommand',
  'operations',
  'actions',
  'command',
  'commands',
]);
const WEAK_NAMES = new Set(['method', 'mode', 'function', 'task', 'type', 'request', 'kind', 'verb', 'tool', 'cmd']);
const HTTP_METHODS = new Set(['get', 'post', 'put', 'patch', 'delete', 'head', 'options', 'trace', 'connect']);

/** What actions are read from. */
type Read = Pick<Subject, 'lexicon' | 'name' | 'properties'>;

/** The actions that a tool lists for a parameter such as `action`; empty where it is no multi-action tool. */
export function listActions(subject: Read): Action[] {
  for (const property of subject.properties) {
    if (property.depth > 1) continue;
    const last = property.words.at(-1) ?? '';
    const isStrong = STRONG_NAMES.has(last);
    if (!isStrong && !WEAK_NAMES.has(last)) continue;
    const values = property.choices.length > 0 ? property.choices : documentedValues(property, subject);
    const actions = values
      .slice(0, MAX_ACTIONS)
      .map(({ value, pointer }) => readAction(value, pointer, property.pointer, subject));
    if (isActionList(actions, isStrong)) return actions;
  }
  return [];
}

/** A definition that holds one action only, for the verdict on it; its siblings are the other actions. */
export function actionTool(subject: Subject, action: Action): Tool {
  const description = describedAction(subject, action);
  return {
    name: action.words.join('_') || 'action',
    ...(description === undefined ? {} : { description }),
    inputSchema: { type: 'object' },
  };
}

function isActionList(actions: readonly Action[], isStrong: boolean): boolean {
  if (actions.length < 2) return false;
  if (actions.every(({ action }) => HTTP_METHODS.has(action.toLowerCase()))) return false;
  const verbs = actions.filter(({ deed }) => deed !== undefined).length;
  return isStrong ? verbs >= actions.length * 0.4 : verbs >= actions.length * 0.75 && actions.length >= 3;
}

function readAction(value: string, pointer: string, parameter: string, subject: Read): Action {
  const words = splitName(value.slice(0, 80), subject.lexicon).map((token) => token.text);
  const deed = deedOfName(words, false, subject.lexicon);
  const bare = deed !== undefined && deed.objects.length === 0;
  const nouns = subject.name.words.filter((word) => subject.lexicon.verbForms.get(word)?.sense !== 'manages');
  const full = bare ? deedOfName([...words, ...nouns], false, subject.lexicon) : deed;
  return { parameter, action: value, pointer, words, deed: full ?? deed };
}

/** Values that the property's description lists in quotes, or by commas: "one of create, update, delete". */
function documentedValues(property: Property, subject: Read): { value: string; pointer: string }[] {
  const text = property.description;
  if (text === undefined) return [];
  const { original } = text.normalised;
  const quoted = matches(original, /["'`]([A-Za-z][\w-]{1,40})["'`]/g);
  const listed = matches(original, /([\w-]{2,40})(?=\s*[,|/)])|(?<=[,|(/]\s?|\bor )([\w-]{2,40})/g);
  const verbs = [...new Set([...listed, ...quoted])].filter(
    (value) =>
      deedOfName(
        splitName(value, subject.lexicon).map((token) => token.text),
        false,
        subject.lexicon,
      ) !== undefined,
  );
  return verbs.map((value) => ({ value, pointer: text.pointer }));
}

function matches(text: string, pattern: RegExp): string[] {
  return [...text.slice(0, LISTED_CHARACTERS).matchAll(pattern)].map((match) => match[1] ?? match[2] ?? '');
}

/** How much of a property's description is searched for a list of actions. */
const LISTED_CHARACTERS = 600;

/** The line of the description that explains an action, where there is one. */
function describedAction(subject: Subject, action: Action): string | undefined {
  const own = subject.properties
    .find(({ pointer }) => pointer === action.parameter)
    ?.choices.find(({ value }) => value === action.action)?.description;
  if (own !== undefined) return own;
  const text = subject.tool.description ?? '';
  for (const line of text.slice(0, 20_000).split('\n')) {
    const at = line.indexOf(action.action);
    if (at < 0 || at > 6) continue;
    const rest = line.slice(at + action.action.length).replace(/^["'`*)\s]*[:\-–—]\s*/, '');
    if (rest.length > 8 && rest.length < line.length - at - action.action.length) return rest.slice(0, 400);
  }
  return undefined;
}
