import type { Subject } from '../subject.ts';
import { actionChoice } from './action-choice.ts';
import { addressedToReader } from './addressed-to-reader.ts';
import { amountParameter } from './amount-parameter.ts';
import { asynchronousStart } from './asynchronous-start.ts';
import { bulkMention } from './bulk-mention.ts';
import { bulkParameter } from './bulk-parameter.ts';
import { claimedHints } from './claimed-hints.ts';
import { codeParameter } from './code-parameter.ts';
import { commandParameter } from './command-parameter.ts';
import { confinement } from './confinement.ts';
import { credentialParameter } from './credential-parameter.ts';
import { foreignDeed } from './foreign-deed.ts';
import { freeExecution } from './free-execution.ts';
import { hiddenText } from './hidden-text.ts';
import { infrastructureMention } from './infrastructure-mention.ts';
import { joinedDeed } from './joined-deed.ts';
import { laterDeed } from './later-deed.ts';
import { liveInterface } from './live-interface.ts';
import { missingKnowledge } from './missing-knowledge.ts';
import { modelProduct } from './model-product.ts';
import { nameDeed } from './name-deed.ts';
import { objectKind } from './object-kind.ts';
import { pathParameter } from './path-parameter.ts';
import { privateData } from './private-data.ts';
import { privilegeMention } from './privilege-mention.ts';
import { promptParameter } from './prompt-parameter.ts';
import { queryLanguage } from './query-language.ts';
import { queryParameter } from './query-parameter.ts';
import { recipientParameter } from './recipient-parameter.ts';
import { requestParameter } from './request-parameter.ts';
import { returnedRecipe } from './returned-recipe.ts';
import { roleParameter } from './role-parameter.ts';
import { scheduleParameter } from './schedule-parameter.ts';
import { secretMention } from './secret-mention.ts';
import { selectorParameter } from './selector-parameter.ts';
import { serverKind } from './server-kind.ts';
import { severeOption } from './severe-option.ts';
import { siblingDeed } from './sibling-deed.ts';
import type { Fact, Signal } from './signal.ts';
import { statedDeed } from './stated-deed.ts';
import { statedLoss } from './stated-loss.ts';
import { statedMoney } from './stated-money.ts';
import { statedObject } from './stated-object.ts';
import { statedRestore } from './stated-restore.ts';
import { statedSaving } from './stated-saving.ts';
import { statedStart } from './stated-start.ts';
import { toolParameter } from './tool-parameter.ts';
import { untrustedSource } from './untrusted-source.ts';
import { waitingParameter } from './waiting-parameter.ts';

/** Every signal, in alphabetical order. */
export const SIGNALS: readonly Signal[] = [
  actionChoice,
  addressedToReader,
  amountParameter,
  asynchronousStart,
  bulkMention,
  bulkParameter,
  claimedHints,
  codeParameter,
  commandParameter,
  confinement,
  credentialParameter,
  foreignDeed,
  freeExecution,
  hiddenText,
  infrastructureMention,
  joinedDeed,
  laterDeed,
  liveInterface,
  missingKnowledge,
  modelProduct,
  nameDeed,
  objectKind,
  pathParameter,
  privateData,
  privilegeMention,
  promptParameter,
  queryLanguage,
  queryParameter,
  recipientParameter,
  requestParameter,
  returnedRecipe,
  roleParameter,
  scheduleParameter,
  secretMention,
  selectorParameter,
  serverKind,
  severeOption,
  siblingDeed,
  statedDeed,
  statedLoss,
  statedMoney,
  statedObject,
  statedRestore,
  statedSaving,
  statedStart,
  toolParameter,
  untrustedSource,
  waitingParameter,
];

/** A fact with the signal that found it. */
export type FoundFact = Fact & { signal: string };

/** Everything that the signals find in a definition, in the order of the signals; a fact without a quote is none. */
export function findFacts(subject: Subject): FoundFact[] {
  const facts: FoundFact[] = [];
  for (const { id, detect } of SIGNALS)
    for (const { key, speaksFor, pointer, quote } of detect(subject))
      if (quote !== '') facts.push({ key, speaksFor, pointer, quote, signal: id });
  return facts;
}
