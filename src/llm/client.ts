import { setTimeout as sleep } from 'node:timers/promises';
import PQueue from 'p-queue';
import type { LlmLedger } from '../model/llm-ledger.ts';
import { type Attempt, createAttempt, type Endpoint } from './attempt.ts';
import { type Budget, UNLIMITED_BUDGET } from './budget.ts';
import { responseFormat } from './chat-body.ts';
import { readChatReply } from './chat-reply.ts';
import type { CountTokens } from './count-tokens.ts';
import { type Dialect, FULL_DIALECT, roomierDialect, simplerDialect } from './dialect.ts';
import { LedgerBook } from './ledger.ts';
import { costOf, type Price } from './prices.ts';
import type { Ask, LlmFailureCode, LlmReply, LlmRequest, Usage } from './request.ts';
import { waitBeforeRetry } from './retry.ts';

/** How to ask. */
export type ClientOptions = {
  endpoint: Endpoint;
  countTokens: CountTokens;
  /** Requests in flight at once. */
  concurrency: number;
  /** Milliseconds for one attempt, from sending to the last byte. */
  deadlineMs: number;
  /** Absent means that nothing limits it. */
  budget?: Budget;
  /** Price of the model; absent means not known, so that no cost is counted. */
  price?: { price: Price; asOf: string } | undefined;
  signal: AbortSignal;
  /** Milliseconds to wait; replaced in tests. */
  wait?: (milliseconds: number, signal: AbortSignal) => Promise<unknown>;
};

/** A model that can be asked, and what asking took. */
export type LlmClient = { ask: Ask; ledger: LedgerBook; readLedger: () => LlmLedger };

/** Our token counts are estimates for other tokenizers: what is reserved lies this much above them. */
const COUNT_MARGIN = 1.25;
/** Tokens that the chat form adds around two messages. */
const CHAT_OVERHEAD = 32;
/** Requests in a row without connection or admission, after which no more are sent. */
const MAX_DEAD = 3;

/** A client of one model at one OpenAI-compatible endpoint. */
export function createLlmClient(options: ClientOptions): LlmClient {
  const ledger = new LedgerBook(options.endpoint.model, options.price?.asOf ?? null);
  const queue = new PQueue({ concurrency: options.concurrency });
  const exchange = new Exchange(options, ledger);
  const ask: Ask = async (request) => {
    const reply = await queue.add(() => exchange.run(request));
    if (reply.status === 'answered') ledger.addAnswer(reply.form);
    else ledger.addFailure(reply.code);
    return reply;
  };
  return { ask, ledger, readLedger: () => ledger.read() };
}

/** Attempts of requests, with what was learned of the server on the way. */
class Exchange {
  readonly #options: ClientOptions;
  readonly #ledger: LedgerBook;
  readonly #attempt: ReturnType<typeof createAttempt>;
  readonly #budget: Budget;
  readonly #wait: NonNullable<ClientOptions['wait']>;
  #dialect: Dialect = FULL_DIALECT;
  #margin = COUNT_MARGIN;
  /** Failures in a row that say that the server is not there for us. */
  #dead: { code: LlmFailureCode; times: number } = { code: 'unreachable', times: 0 };

  constructor(options: ClientOptions, ledger: LedgerBook) {
    this.#options = options;
    this.#ledger = ledger;
    this.#attempt = createAttempt(options.endpoint);
    this.#budget = options.budget ?? UNLIMITED_BUDGET;
    this.#wait = options.wait ?? ((milliseconds, signal) => sleep(milliseconds, undefined, { signal }));
  }

  async run(request: LlmRequest): Promise<LlmReply> {
    if (this.#options.signal.aborted) return { status: 'failed', code: 'interrupted', message: 'stopped' };
    if (this.#dead.times >= MAX_DEAD)
      return { status: 'failed', code: this.#dead.code, message: 'not tried: the requests before it failed so' };
    const reply = await this.#attempts(request);
    const isDead = reply.status === 'failed' && (reply.code === 'unreachable' || reply.code === 'unauthorised');
    this.#dead = isDead ? { code: reply.code, times: this.#dead.times + 1 } : { code: 'unreachable', times: 0 };
    return reply;
  }

  async #attempts(request: LlmRequest): Promise<LlmReply> {
    for (let attempt = 1; ; ) {
      const dialect = this.#dialect;
      const estimate = this.#estimate(request, dialect);
      const reservation = this.#budget.reserve(request.payer, this.#cost(estimate));
      if (reservation === undefined)
        return { status: 'failed', code: 'budget-spent', message: 'it could have passed the budget' };
      const start = performance.now();
      const outcome = await this.#attempt(request, dialect, this.#options.deadlineMs, this.#options.signal);
      const reply = outcome.kind === 'reply' ? readChatReply(outcome.body, estimate) : undefined;
      const usage = usageOf(outcome, reply, estimate);
      this.#learn(usage, estimate);
      reservation.settle(this.#cost(usage));
      this.#ledger.addAttempt(usage, this.#cost(usage), performance.now() - start);
      if (reply !== undefined && this.#makeRoom(reply, dialect)) continue;
      if (reply !== undefined) return reply;
      if (this.#simplify(outcome, dialect)) continue;
      const wait = waitBeforeRetry(outcome, attempt++, Math.random());
      if (wait === undefined || !(await this.#pause(wait))) return failureOf(outcome, this.#options.signal);
    }
  }

  /** The most that one attempt can take. */
  #estimate(request: LlmRequest, dialect: Dialect): Usage {
    const schema = JSON.stringify(responseFormat(request));
    const counted = this.#options.countTokens(`${request.system}\n${request.user}\n${schema}`) + CHAT_OVERHEAD;
    return {
      input: Math.ceil(counted * this.#margin),
      cachedInput: 0,
      output: request.maxOutputTokens + dialect.thinkingTokens,
      estimated: true,
    };
  }

  #cost(usage: Usage): number {
    return this.#options.price === undefined ? 0 : costOf(usage, this.#options.price.price);
  }

  /** A model whose tokenizer cuts finer than ours raises the margin for the requests that follow. */
  #learn(usage: Usage, estimate: Usage): void {
    if (!usage.estimated && usage.input > estimate.input) this.#margin *= (usage.input / estimate.input) * 1.05;
  }

  /** After a refusal of the request's form: whether there is a simpler one to try at once. */
  #simplify(outcome: Attempt, used: Dialect): boolean {
    if (outcome.kind !== 'status' || (outcome.status !== 400 && outcome.status !== 422)) return false;
    if (used !== this.#dialect) return true;
    const simpler = simplerDialect(used, outcome.message);
    if (simpler === undefined) return false;
    this.#dialect = simpler;
    return true;
  }

  /** After a reply without a word of answer: whether to try again at once with room for thoughts. */
  #makeRoom(reply: LlmReply, used: Dialect): boolean {
    if (reply.status !== 'failed' || reply.code !== 'no-room' || used.thinkingTokens > 0) return false;
    this.#dialect = roomierDialect(this.#dialect) ?? this.#dialect;
    return true;
  }

  async #pause(milliseconds: number): Promise<boolean> {
    try {
      await this.#wait(milliseconds, this.#options.signal);
    } catch {
      return false;
    }
    return !this.#options.signal.aborted;
  }
}

/** What an attempt is taken to have used: all of the estimate where the server may have worked without telling. */
function usageOf(outcome: Attempt, reply: LlmReply | undefined, estimate: Usage): Usage {
  if (reply?.usage !== undefined) return reply.usage;
  const isFree = outcome.kind === 'status' || (outcome.kind === 'connection' && !outcome.isSent);
  return isFree ? { input: 0, cachedInput: 0, output: 0, estimated: false } : estimate;
}

function failureOf(outcome: Attempt, stop: AbortSignal): LlmReply {
  const failed = (code: LlmFailureCode, message: string): LlmReply => ({ status: 'failed', code, message });
  switch (outcome.kind) {
    case 'aborted':
      return stop.aborted ? failed('interrupted', 'stopped') : failed('timeout', 'the deadline passed');
    case 'too-large':
      return failed('too-large', 'the reply was larger than we read');
    case 'connection':
      return failed('unreachable', outcome.message);
    case 'status':
      return failed(codeOfStatus(outcome.status), outcome.message);
    case 'reply':
    default:
      return failed('malformed-reply', 'no chat completion');
  }
}

function codeOfStatus(status: number): LlmFailureCode {
  if (status === 429) return 'rate-limited';
  if (status === 401 || status === 403 || status === 404) return 'unauthorised';
  return status >= 500 ? 'server-error' : 'bad-request';
}
