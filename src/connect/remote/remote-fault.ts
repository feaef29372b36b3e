import { SdkError } from '@modelcontextprotocol/client';
import { Fault } from '../../model/fault.ts';

/** An answer other than 2xx. */
export type Refusal = {
  status: number;
  /** `WWW-Authenticate` of the answer, cut short; untrusted. */
  challenge: string;
};

/** What a listing over HTTP threw, as a Fault. `refusal` is the last answer other than 2xx that stood in its way. */
export function remoteFault(error: unknown, refusal: Refusal | undefined): unknown {
  const inner = causes(error);
  const fault = inner.find((cause) => cause instanceof Fault);
  if (fault !== undefined && fault.code !== 'exited') return fault;
  if (refusal !== undefined) return ofStatus(refusal, error);
  const sentence = inner.map(sentenceOf).find((text) => text !== undefined);
  if (sentence !== undefined) return new Fault('unreachable', 'start', sentence, { cause: error });
  if (fault !== undefined) return new Fault('unreachable', fault.stage, 'the connection was closed', { cause: error });
  const message = error instanceof Error ? error.message.slice(0, 300) : 'unknown';
  return new Fault('protocol-error', 'initialize', `the server broke the protocol: ${message}`, { cause: error });
}

function ofStatus({ status, challenge }: Refusal, cause: unknown): Fault {
  const answer = `the server answered HTTP ${status}`;
  if (status === 401 || status === 403) {
    const hint = challenge === '' ? '' : ` (it asks for: ${challenge})`;
    return new Fault('auth-required', 'initialize', `${answer}${hint}`, { cause });
  }
  if (status === 429) return new Fault('rate-limited', 'initialize', answer, { cause });
  if (status >= 500) return new Fault('unreachable', 'initialize', answer, { cause });
  return new Fault('protocol-error', 'initialize', `${answer} where an MCP server was expected`, { cause });
}

/** An error and what caused it, outermost first. */
function causes(error: unknown): unknown[] {
  const chain: unknown[] = [];
  for (let next = error; next instanceof Error && chain.length < 10; next = next.cause) chain.push(next);
  return chain;
}

/** What went wrong on the way, by the code of Node, OpenSSL or undici; undefined for errors of another kind. */
function sentenceOf(error: unknown): string | undefined {
  if (!(error instanceof Error) || error instanceof DOMException || error instanceof SdkError) return undefined;
  if (error.message === 'bad port') return 'its port is one that no web server may have';
  if (!('code' in error) || typeof error.code !== 'string') return undefined;
  const { code } = error;
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return `the host name could not be resolved (${code})`;
  if (code === 'ECONNREFUSED') return 'the connection was refused';
  if (/CERT|TLS|SSL|SELF_SIGNED|ALTNAME/.test(code)) return `no secure connection could be made (${code})`;
  return `the connection failed (${code})`;
}
