import { once } from 'node:events';
import { createReadStream, createWriteStream, type WriteStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { finished } from 'node:stream/promises';
import { readPrompt } from '../classify/questions/prompt.ts';
import { readRulesEvidence } from '../classify/questions/rules-evidence.ts';
import { createBatchExchange } from '../llm/batch-exchange.ts';
import { type BatchAnswers, batchRequestLine, readBatchAnswers } from '../llm/batch-file.ts';
import { createBudget } from '../llm/budget.ts';
import { createLlmClient } from '../llm/client.ts';
import { loadTokenCounter } from '../llm/count-tokens.ts';
import { LedgerBook } from '../llm/ledger.ts';
import { type Price, priceOf, readPriceFile } from '../llm/prices.ts';
import type { Ask } from '../llm/request.ts';
import type { Classification } from '../model/classification.ts';
import { DependencyError, InputError } from '../model/fault.ts';
import type { LlmLedger } from '../model/llm-ledger.ts';
import { type Adjudicable, type AdjudicationTools, adjudicate } from './adjudicate.ts';
import { loadLexicon, readAsset } from './assets.ts';
import type { LlmOptions, LlmSurroundings } from './llm-options.ts';
import { textLines } from './text-lines.ts';

/** A language model that can be asked about verdicts. */
export type OpenLlm = {
  /** Verdicts after its answers, in the order given. */
  adjudicate: (items: readonly Adjudicable[]) => Promise<Classification[]>;
  /** What asking took so far. */
  ledger: () => LlmLedger;
  /** Ends the files and says what asking took. Throws `DependencyError` when every tool was to be asked and the model could not be reached. */
  close: () => Promise<LlmLedger>;
};

/** Parameters of every request; part of the cache key. */
const PARAMETERS = { temperature: 0 };
/** Characters that one line of a batch file may have. */
const MAX_LINE_CHARACTERS = 16 * 2 ** 20;

/**
 * Makes a language model ready as the options say; undefined when none is to be asked. Throws `InputError` when the
 * options do not fit together or a file cannot be read.
 */
export async function openLlm(options: LlmOptions | undefined, around: LlmSurroundings): Promise<OpenLlm | undefined> {
  if (options === undefined || options.mode === 'off') return undefined;
  const countTokens = await loadTokenCounter();
  const lexicon = loadLexicon();
  const price = await findPrice(options);
  const way = isBatch(options)
    ? await openBatch(options, around)
    : openLive(options, { ...around, countTokens, price });
  const tools: AdjudicationTools = {
    mode: options.mode,
    prompt: readPrompt(readAsset('prompts/adjudicate.md')),
    model: options.model,
    parameters: PARAMETERS,
    ask: way.ask,
    countTokens,
    cache: around.cache,
    ledger: way.ledger,
    rulesOf: (tool, context) => readRulesEvidence(tool, context, lexicon),
  };
  return {
    adjudicate: (items) => adjudicate(items, tools),
    ledger: () => way.ledger.read(),
    close: async () => {
      await way.close();
      const ledger = way.ledger.read();
      if (options.mode === 'always') failWhenDead(ledger);
      return ledger;
    },
  };
}

function isBatch(options: LlmOptions): boolean {
  return options.requestsOut !== undefined || (options.answersIn?.length ?? 0) > 0;
}

/** Price of the model. A budget without one would limit nothing, and is refused. */
async function findPrice(options: LlmOptions): Promise<{ price: Price; asOf: string } | undefined> {
  const { pricesFile, model } = options;
  const text = pricesFile === undefined ? readAsset('data/prices.json') : await readGiven(pricesFile);
  const prices = readPriceFile(text, pricesFile ?? 'data/prices.json');
  const price = priceOf(model, prices);
  if (price === undefined && options.budget !== undefined && !isBatch(options))
    throw new InputError(`the price of ${model} is not known: give it with --llm-prices, or leave --llm-budget out`);
  return price === undefined ? undefined : { price, asOf: prices.asOf };
}

/** A way to ask. */
type Way = { ask: Ask; ledger: LedgerBook; close: () => Promise<void> };

function openLive(
  options: LlmOptions,
  around: LlmSurroundings & {
    countTokens: AdjudicationTools['countTokens'];
    price: { price: Price; asOf: string } | undefined;
  },
): Way {
  const { baseUrl, apiKey, model, concurrency, deadlineMs, budget, serverShare } = options;
  const { countTokens, price, signal } = around;
  const { ask, ledger } = createLlmClient({
    endpoint: { baseUrl, apiKey, model },
    countTokens,
    concurrency,
    deadlineMs,
    ...(budget === undefined ? {} : { budget: createBudget(budget, serverShare) }),
    price,
    signal,
  });
  return { ask, ledger, close: () => Promise.resolve() };
}

async function openBatch(options: LlmOptions, { onEvent }: LlmSurroundings): Promise<Way> {
  const ledger = new LedgerBook(options.model, null);
  const answers = await readAnswers(options.answersIn ?? []);
  for (const { line, code, message } of answers.problems)
    onEvent({ type: 'note', message: `batch answers, line ${line}: ${code}: ${message}` });
  const file = options.requestsOut === undefined ? undefined : await openOutput(options.requestsOut);
  let last = Promise.resolve();
  const write = async (line: string): Promise<void> => {
    const before = last;
    last = (async () => {
      await before;
      if (file?.write(line) === false) await once(file, 'drain');
    })();
    await last;
  };
  const exchange = createBatchExchange(
    answers,
    ledger,
    file === undefined ? undefined : (request) => write(`${batchRequestLine(request, options.model)}\n`),
  );
  const close = async (): Promise<void> => {
    file?.end();
    if (file !== undefined) await finished(file);
    const unmatched = exchange.unmatched().length;
    if (unmatched > 0)
      onEvent({ type: 'note', message: `batch answers: ${unmatched} fit no question of this input, model and prompt` });
  };
  return { ask: exchange.ask, ledger, close };
}

async function readAnswers(paths: readonly string[]): Promise<BatchAnswers> {
  return readBatchAnswers(linesOf(paths));
}

async function* linesOf(paths: readonly string[]): AsyncGenerator<string> {
  for (const path of paths) {
    try {
      for await (const lines of textLines(createReadStream(path, 'utf8'), MAX_LINE_CHARACTERS))
        for (const { text } of lines) yield text ?? 'too long';
    } catch (cause) {
      throw new InputError(`${path} cannot be read`, { cause });
    }
  }
}

async function readGiven(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    throw new InputError(`${path} cannot be read`, { cause });
  }
}

async function openOutput(path: string): Promise<WriteStream> {
  const file = createWriteStream(path);
  try {
    await once(file, 'open');
  } catch (cause) {
    throw new InputError(`${path} cannot be written`, { cause });
  }
  return file;
}

function failWhenDead({ answered, failures }: LlmLedger): void {
  const dead = (failures.unreachable ?? 0) + (failures.unauthorised ?? 0);
  if (answered === 0 && dead > 0)
    throw new DependencyError(
      'the language model could not be reached: check OPENAI_BASE_URL, OPENAI_API_KEY and --llm-model',
    );
}
