import type { Deed } from './deed.ts';
import type { StatedDeed } from './lead.ts';
import { quoteBehind } from './normalise.ts';
import type { Property } from './schema.ts';
import type { Fact, SpeaksFor } from './signals/signal.ts';
import type { NameReading, Subject } from './subject.ts';
import { quoteWords, type Text } from './text.ts';

/** Longest quote in words: a person reads it at a glance. */
const MAX_QUOTE_WORDS = 12;

/** A fact about a property: its name is the quote. */
function propertyFact(property: Property, key: string, speaksFor: SpeaksFor): Fact {
  return { key, speaksFor, pointer: property.pointer, quote: property.name };
}

/** A fact about some words of a text. */
export function textFact(text: Text, first: number, end: number, key: string, speaksFor: SpeaksFor): Fact {
  return {
    key,
    speaksFor,
    pointer: text.pointer,
    quote: quoteWords(text, first, Math.min(end, first + MAX_QUOTE_WORDS)),
  };
}

/** A fact about a tool's name: the tokens from `from` to before `to` after the prefix, or the whole name. */
export function nameFact(
  name: NameReading,
  pointer: string,
  key: string,
  speaksFor: SpeaksFor,
  from = 0,
  to = name.words.length,
): Fact {
  const first = name.tokens[name.prefix + from];
  const last = name.tokens[name.prefix + to - 1];
  const quote =
    first === undefined || last === undefined
      ? name.normalised.original.slice(0, 256)
      : quoteBehind(name.normalised, first.start, last.end);
  return { key, speaksFor, pointer, quote };
}

/** What a deed speaks for: its category, or a doubt where its sense tells nothing. */
export function deedSpeaksFor(deed: Deed): SpeaksFor {
  return deed.category ?? 'doubt';
}

/** The deeds of one role that the description states, as facts; at most one of each sense. */
export function deedFacts({ stated, description }: Subject, role: StatedDeed['role']): Fact[] {
  const facts: Fact[] = [];
  for (const deed of stated)
    if (deed.role === role && !hasKey(facts, deed.sense))
      facts.push(textFact(description, deed.first, deed.end, deed.sense, deedSpeaksFor(deed)));
  return facts;
}

/** The first hit of each wanted key of a phrase group, as facts; negated ones only where `negated` says so. */
export function phraseFacts(
  texts: readonly (Text | undefined)[],
  group: string,
  speaksFor: Readonly<Record<string, SpeaksFor>>,
  { negated = false, before, sentences }: { negated?: boolean; before?: 'sections'; sentences?: number } = {},
): Fact[] {
  const facts: Fact[] = [];
  for (const text of texts) {
    if (text === undefined) continue;
    for (const hit of text.phrases) {
      if (hit.group !== group || hit.negated !== negated || hasKey(facts, hit.key)) continue;
      if (sentences !== undefined && (text.sentenceOf[hit.first] ?? 0) >= sentences) continue;
      if (before === 'sections' && hit.first >= text.sections) continue;
      const effect = speaksFor[hit.key];
      if (effect !== undefined) facts.push(textFact(text, hit.first, hit.end, hit.key, effect));
    }
  }
  return facts;
}

/** Facts about properties that the lexicon knows as `key`; at most one of each key. */
export function parameterFactsOf(
  properties: readonly Property[],
  speaksFor: Readonly<Record<string, SpeaksFor>>,
  isMeant: (property: Property, key: string) => boolean = () => true,
): Fact[] {
  const facts: Fact[] = [];
  for (const property of properties)
    for (const key of property.facts) {
      const meaning = speaksFor[key];
      if (meaning !== undefined && !hasKey(facts, key) && isMeant(property, key))
        facts.push(propertyFact(property, key, meaning));
    }
  return facts;
}

function hasKey(facts: readonly Fact[], key: string): boolean {
  return facts.some((fact) => fact.key === key);
}
