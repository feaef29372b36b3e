import type { z } from 'zod';

/** One question to a model, independent of what it is about. */
export type LlmRequest = {
  /** Stable across runs for the same text: the `custom_id` of batch files. */
  id: string;
  /** Who uses the budget, e.g. a server id; one payer may use only a share of it. */
  payer: string;
  /** Static part; comes first, so that providers can cache it. */
  system: string;
  /** Dynamic part. */
  user: string;
  /** Shape of the answer; sent as a JSON schema where the server takes one. */
  answer: { name: string; schema: z.ZodType };
  /** Tokens that the answer itself may take, without thoughts before it. */
  maxOutputTokens: number;
};

/** Tokens of one exchange, as the server counted them; estimated where it did not. */
export type Usage = { input: number; cachedInput: number; output: number; estimated: boolean };

/** Why a request brought no usable answer, each with its meaning. */
const LLM_FAILURES = {
  'not-asked': 'the request was written to a batch file and has no answer yet',
  'budget-spent': 'the next request could have passed the budget or the share of its payer',
  unreachable: 'the server could not be reached',
  unauthorised: 'the server refused the key or the model (401, 403, 404)',
  'rate-limited': 'the server answered 429 to the last attempt, or asked to wait longer than we do',
  'server-error': 'the server answered 5xx to the last attempt',
  'bad-request': 'the server refused the request in every form that we know',
  timeout: 'the deadline passed before the answer was whole',
  refused: 'the model refused to answer',
  'content-filtered': "the provider's content filter stopped the answer",
  'empty-answer': 'the answer had no text',
  'no-room': 'the model used up its tokens before the answer began, with room for thoughts',
  'not-json': 'no JSON could be found in the answer',
  'too-large': 'the answer passed the cap on bytes',
  'malformed-reply': 'the reply was no chat completion',
  interrupted: 'we were stopped',
} as const;
/** Code of a failed request. */
export type LlmFailureCode = keyof typeof LLM_FAILURES;

/** What became of a request. */
export type LlmReply =
  | {
      status: 'answered';
      /** JSON found in the answer; not yet validated against anything. */
      json: unknown;
      /** Whether the answer was cut at `maxOutputTokens`: `json` holds what could be saved. */
      truncated: boolean;
      /** How the JSON stood in the text. */
      form: 'plain' | 'fenced' | 'embedded' | 'cut';
      usage: Usage;
    }
  | { status: 'failed'; code: LlmFailureCode; message: string; usage?: Usage };

/** Asks a model. Never throws but for errors of ours. */
export type Ask = (request: LlmRequest) => Promise<LlmReply>;
