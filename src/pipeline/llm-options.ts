import type { AnswerCache } from '../llm/answer-cache.ts';
import type { OnEvent } from '../model/event.ts';
import type { Secret } from '../model/secret.ts';

/** Which tools a language model is asked about: those in review, all, or none. */
export const LLM_MODES = ['off', 'auto', 'always'] as const;
export type LlmMode = (typeof LLM_MODES)[number];

/** What the operator said about asking a language model. */
export type LlmOptions = {
  mode: LlmMode;
  /** Name of the model at the endpoint. */
  model: string;
  /** Base URL of an OpenAI-compatible API. */
  baseUrl: string;
  apiKey?: Secret | undefined;
  /** Dollars; absent means no limit. */
  budget?: number | undefined;
  /** Share of the budget that one server may use, 0 to 1; default 0.02. */
  serverShare?: number | undefined;
  /** A price file in place of `data/prices.json`. */
  pricesFile?: string | undefined;
  /** Requests in flight at once. */
  concurrency: number;
  /** Milliseconds for one attempt of a request. */
  deadlineMs: number;
  /** File that requests are written to instead of being sent. */
  requestsOut?: string | undefined;
  /** Files of a batch's answers; given, nothing is sent. */
  answersIn?: readonly string[] | undefined;
};

/** What asking needs from outside. */
export type LlmSurroundings = {
  cache?: AnswerCache | undefined;
  onEvent: OnEvent;
  signal: AbortSignal;
};
