import type { Catalog } from '../../catalog/catalog.ts';
import type { DueServer } from '../../catalog/schedule/schedule.ts';
import { currentVersion } from '../../connect/current-version.ts';
import { Fault } from '../../model/fault.ts';
import { createRedactor, givenTexts } from '../../model/redact.ts';
import type { ListedResult, ServerResult } from '../../model/run.ts';
import type { GivenValues } from '../../model/secret.ts';
import { classifySnapshot, type ServerMemory } from '../classify-snapshot.ts';
import type { ScanTools } from '../scan-options.ts';
import { type ContactOptions, classifyContacted, contactServer } from '../scan-server.ts';
import { hashAnswer } from './hash-answer.ts';
import { failedOutcome, listedOutcome, notNewerOutcome, rejudgedOutcome } from './outcome-of.ts';
import type { StageClock } from './stage-clock.ts';

/** What looking at the servers of one night has in common, in one process and on many machines. */
export type LookContext = {
  /** Id of the run. */
  run: string;
  catalog: Pick<Catalog, 'saveResult' | 'lastListed' | 'reviews' | 'schedule'>;
  options: ContactOptions;
  tools: ScanTools;
  /** What classifies now, see `judgedByOf`. */
  judgedBy: string;
  /** The operator's values for one server, by its id. */
  givenOf: (server: string) => GivenValues;
  /** Keys of servers on which, or on whose tool set, people decided. */
  reviewed: ReadonlySet<string>;
  /** Called with each server that brought news, once it is saved: not with one whose answer is known. */
  onResult: (result: ServerResult) => Promise<void>;
  /** Counts what stages took. */
  clock: StageClock;
};

/** How a look ended. `interrupted`: nothing was saved, and the server is still due. */
export type Looked =
  | { status: 'listed'; change: ListedResult['change']; tools: number; result?: ServerResult }
  | { status: 'failed'; result: ServerResult }
  | { status: 'no-newer-version' }
  | { status: 'interrupted' };

/**
 * Looks at one server that is due: contacts it, classifies what changed, and saves list, verdicts and when it is due
 * next. Doing it again after a kill does no harm. Throws `DependencyError` where the catalogue cannot serve.
 */
export async function lookAt(due: DueServer, context: LookContext): Promise<Looked> {
  const { tools } = context;
  if (due.reason === 'rejudge') return await judgeAgain(due, context);
  const isMoved = due.reason !== 'ask-version' || (await hasNewerVersion(due, context));
  if (!isMoved) {
    await context.catalog.schedule.settle(context.run, notNewerOutcome(due));
    return { status: 'no-newer-version' };
  }
  tools.onEvent({ type: 'server-started', server: due.entry.id });
  const looked = await contactAndSave(due, context);
  if (looked.status === 'listed' || looked.status === 'failed') {
    const count = looked.status === 'listed' ? looked.tools : 0;
    tools.onEvent({ type: 'server-done', server: due.entry.id, status: looked.status, tools: count });
  }
  return looked;
}

async function contactAndSave(due: DueServer, context: LookContext): Promise<Looked> {
  const { catalog, run, tools, clock } = context;
  const given = context.givenOf(due.entry.id);
  const redact = createRedactor(givenTexts(given));
  const target = { target: due.target, entry: due.entry, given };
  const contacted = await clock.time('connect', () => contactServer(target, redact, context.options, tools));
  if (contacted.status === 'failed' && contacted.failure.code === 'interrupted') return { status: 'interrupted' };
  const answer = contacted.status === 'listed' ? contacted.answer : undefined;
  const hasGiven = given.env.size + given.headers.size > 0;
  const answerHash = answer === undefined || hasGiven ? null : hashAnswer(answer);
  if (answer !== undefined && isKnown(due, answerHash, context)) {
    await clock.time('save', () => catalog.schedule.saveUnchanged(run, { due, provenance: answer.provenance }));
    return { status: 'listed', change: 'unchanged', tools: answer.tools.length };
  }
  const result = await clock.time('classify', () => classifyContacted(contacted, memoryOf(due, catalog), tools));
  if (isUnasked(tools)) return { status: 'interrupted' };
  return await clock.time('save', () => save(due, result, answerHash, context));
}

/** What is remembered of a server: nothing is asked for the list of one that has none. */
function memoryOf({ isListed }: DueServer, { lastListed, reviews }: LookContext['catalog']): ServerMemory {
  return isListed ? { lastListed, reviews } : { lastListed: async () => undefined, reviews };
}

/** Whether a model that was to be asked was not, since the night is stopped: then the verdicts are not the last word. */
function isUnasked({ llm, signal }: LookContext['tools']): boolean {
  return llm !== undefined && signal.aborted;
}

/** Whether the catalogue holds this very answer, judged as it would be judged now. */
function isKnown(due: DueServer, answerHash: string | null, context: LookContext): boolean {
  if (answerHash === null || answerHash !== due.answerHash || due.judgedBy !== context.judgedBy) return false;
  return !context.reviewed.has(due.server);
}

async function save(
  due: DueServer,
  result: ServerResult,
  answerHash: string | null,
  { catalog, run, judgedBy, onResult, tools }: LookContext,
): Promise<Looked> {
  tools.onEvent({ type: 'stage', server: due.entry.id, stage: 'save' });
  const outcome =
    result.status === 'failed'
      ? failedOutcome(due, result.failure)
      : listedOutcome(due, result, { answerHash, judgedBy });
  const { change } = await catalog.saveResult(run, result, outcome);
  await onResult(result);
  if (result.status === 'failed' || change === 'failed') return { status: 'failed', result };
  return { status: 'listed', change, tools: result.snapshot.tools.length, result };
}

/** Classifies a server's stored list again, without contact. */
async function judgeAgain(due: DueServer, context: LookContext): Promise<Looked> {
  const { catalog, run, tools, judgedBy, onResult } = context;
  const last = await catalog.lastListed(due.entry.id);
  if (last === undefined) {
    const again: DueServer = { ...due, reason: 'aged' };
    return await contactAndSave(again, context);
  }
  const classified = await context.clock.time('classify', () => classifySnapshot(last.snapshot, catalog, tools));
  if (isUnasked(tools)) return { status: 'interrupted' };
  const result: ServerResult = { target: due.target, entry: last.snapshot.entry, status: 'listed', ...classified };
  const { change } = await catalog.saveResult(run, result, rejudgedOutcome(due, classified, judgedBy));
  if (change === 'failed') throw new TypeError('a list was saved as a failure');
  await onResult(result);
  return { status: 'listed', change, tools: last.snapshot.tools.length, result };
}

/** Whether an unpinned package would run in another version than the last time; a registry that cannot say leaves it to its age. */
async function hasNewerVersion(due: DueServer, { options, tools }: LookContext): Promise<boolean> {
  const { installs } = options.places;
  try {
    const version = await currentVersion(due.entry, {
      installs,
      installTimeoutMs: options.installTimeoutMs,
      signal: tools.signal,
    });
    return version !== undefined && due.ran !== null && !due.ran.endsWith(`@${version}`);
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    return false;
  }
}
