import { type Command, InvalidArgumentError, Option } from 'commander';
import { LLM_MODES, type LlmMode, type LlmOptions } from '../pipeline/llm-options.ts';
import type { Environment } from './environment.ts';
import { collect, parseCount, parseDuration } from './parsers.ts';

/** Values of the flags that say how a language model is asked. */
export type LlmFlags = {
  llm?: LlmMode;
  llmModel?: string;
  llmBudget?: number;
  llmServerShare?: number;
  llmPrices?: string;
  llmJobs: number;
  llmTimeout: number;
  llmRequestsOut?: string;
  llmAnswersIn?: string[];
};

/** The model that is asked where the operator names none: its price is known, and it takes schemas. */
const DEFAULT_MODEL = 'gpt-4.1-mini';
/** The OpenAI API, where the operator names no other. */
const OPENAI_BASE_URL = 'https://api.openai.com/v1';

/** Adds the flags of `LlmFlags`. */
export function addLlmFlags(command: Command): Command {
  return command
    .optionsGroup('Asking a language model:')
    .addOption(
      new Option(
        '--llm <mode>',
        'ask about tools in doubt, all, or none (default: auto with OPENAI_API_KEY, else off)',
      ).choices(LLM_MODES),
    )
    .option('--llm-model <name>', `model at OPENAI_BASE_URL (default: TOOLRISK_LLM_MODEL, else ${DEFAULT_MODEL})`)
    .addOption(new Option('--llm-budget <dollars>', 'stop before a request that could pass it').argParser(parseDollars))
    .addOption(
      new Option('--llm-server-share <percent>', 'of the budget that one server may use (default: 2%)').argParser(
        parsePercent,
      ),
    )
    .option('--llm-prices <file>', 'prices of models, in place of the built-in ones')
    .addOption(new Option('--llm-jobs <n>', 'requests at once').default(4).argParser(parseCount(1)))
    .addOption(new Option('--llm-timeout <time>', 'for one request').default(60_000, '60s').argParser(parseDuration))
    .option('--llm-requests-out <file>', 'write the requests in OpenAI Batch format instead of sending them')
    .option('--llm-answers-in <file>', 'take answers from an OpenAI Batch output file (repeatable)', collect);
}

/** What the flags and the environment together say; `withKey` is the mode where there is a key and no flag. */
export function llmOptionsFrom(
  flags: LlmFlags,
  environment: Environment,
  withKey: LlmOptions['mode'] = 'auto',
): LlmOptions {
  const isBatch = flags.llmRequestsOut !== undefined || flags.llmAnswersIn !== undefined;
  return {
    mode: flags.llm ?? (isBatch ? 'auto' : environment.openaiApiKey === undefined ? 'off' : withKey),
    model: flags.llmModel ?? environment.llmModel ?? DEFAULT_MODEL,
    baseUrl: environment.openaiBaseUrl ?? OPENAI_BASE_URL,
    apiKey: environment.openaiApiKey,
    budget: flags.llmBudget,
    serverShare: flags.llmServerShare,
    pricesFile: flags.llmPrices,
    concurrency: flags.llmJobs,
    deadlineMs: flags.llmTimeout,
    requestsOut: flags.llmRequestsOut,
    answersIn: flags.llmAnswersIn,
  };
}

function parseDollars(word: string): number {
  const dollars = /^\$?(\d+(?:\.\d+)?)$/.exec(word.trim())?.[1];
  if (dollars === undefined) throw new InvalidArgumentError('Write dollars, such as 5 or 0.50.');
  return Number(dollars);
}

function parsePercent(word: string): number {
  const percent = Number(/^(\d+(?:\.\d+)?)%?$/.exec(word.trim())?.[1]);
  if (!(percent > 0 && percent <= 100))
    throw new InvalidArgumentError('Write a percentage above 0 and up to 100, such as 2%.');
  return percent / 100;
}
