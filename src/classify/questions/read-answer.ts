import { LooseToolAnswer } from './answer.ts';

/** What was odd about an answer. */
const ANSWER_ODDITIES = {
  'no-list': 'the answer holds no list of tools',
  malformed: 'an element breaks the shape or the closed lists',
  extra: 'an element is about a tool that was not asked about',
  repeated: 'a tool was judged twice, differently; both judgements were dropped',
  missing: 'a tool was asked about and not judged',
} as const;
/** Code of an oddity. */
type AnswerOddity = keyof typeof ANSWER_ODDITIES;

/** The usable part of an answer. */
export type ReadAnswer = {
  /** `answers[i]` judges the i-th tool of the question; undefined where there is none. */
  answers: (LooseToolAnswer | undefined)[];
  /** Oddities by code and how often each was seen. */
  oddities: Partial<Record<AnswerOddity, number>>;
};

/** Matches the elements of an answer to the tools of the question, whose shown names are given in order. */
export function readAnswer(json: unknown, names: readonly string[]): ReadAnswer {
  const oddities: ReadAnswer['oddities'] = {};
  const count = (code: AnswerOddity): void => {
    oddities[code] = (oddities[code] ?? 0) + 1;
  };
  const list = listOf(json);
  if (list === undefined) count('no-list');
  const found = new Map<number, LooseToolAnswer>();
  const torn = new Set<number>();
  for (const element of list ?? []) {
    const parsed = LooseToolAnswer.safeParse(element);
    const index = parsed.success ? indexOf(parsed.data, names) : undefined;
    if (!parsed.success) count('malformed');
    else if (index === undefined) count('extra');
    else if (found.has(index) && found.get(index)?.category !== parsed.data.category) torn.add(index);
    else if (!found.has(index)) found.set(index, parsed.data);
  }
  for (const index of torn) {
    count('repeated');
    found.delete(index);
  }
  const answers = names.map((_, index) => found.get(index));
  for (const answer of answers) if (answer === undefined) count('missing');
  return { answers, oddities };
}

/** The list of elements: under `tools`, the answer itself, the only list in it, or one bare element. */
function listOf(json: unknown): unknown[] | undefined {
  if (Array.isArray(json)) return json;
  if (typeof json !== 'object' || json === null) return undefined;
  if ('tools' in json && Array.isArray(json.tools)) return json.tools;
  const lists = Object.values(json).filter(Array.isArray);
  if ('category' in json) return [json];
  return lists.length === 1 ? lists[0] : undefined;
}

/** The tool that an element is about: number and name must agree; a name that stands once decides against the number. */
function indexOf(answer: LooseToolAnswer, names: readonly string[]): number | undefined {
  if (answer.name === undefined || names[answer.i] === answer.name)
    return names[answer.i] === undefined ? undefined : answer.i;
  const first = names.indexOf(answer.name);
  return first !== -1 && names.lastIndexOf(answer.name) === first ? first : undefined;
}
