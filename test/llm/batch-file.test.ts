import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createBatchExchange } from '../../src/llm/batch-exchange.ts';
import { batchRequestLine, readBatchAnswers } from '../../src/llm/batch-file.ts';
import { LedgerBook } from '../../src/llm/ledger.ts';
import type { LlmRequest } from '../../src/llm/request.ts';
import { completion } from '../servers/fake-llm.ts';

const request = (id: string): LlmRequest => ({
  id,
  payer: 'npm:tides',
  system: 'Say the tide.',
  user: 'Brest',
  answer: { name: 'tide', schema: z.object({ metres: z.number() }) },
  maxOutputTokens: 50,
});

/** One line of a Batch output file, as the API documents it. */
const outputLine = (id: string, text: string) =>
  JSON.stringify({
    id: `batch_req_${id}`,
    custom_id: id,
    response: { status_code: 200, request_id: 'r', body: JSON.parse(completion(text)) },
    error: null,
  });

async function* linesOf(...lines: string[]) {
  yield* lines;
}

describe('batchRequestLine', () => {
  it('writes one line of the Batch input format, the static part first, with room for thoughts', () => {
    const line = batchRequestLine(request('q1'), 'fake-model');
    expect(line).not.toContain('\n');
    expect(JSON.parse(line)).toMatchObject({
      custom_id: 'q1',
      method: 'POST',
      url: '/v1/chat/completions',
      body: {
        model: 'fake-model',
        messages: [
          { role: 'system', content: 'Say the tide.' },
          { role: 'user', content: 'Brest' },
        ],
        response_format: { type: 'json_schema' },
        max_completion_tokens: 50 + 8000,
      },
    });
  });

  it('writes the same bytes for the same request', () => {
    expect(batchRequestLine(request('q1'), 'm')).toBe(batchRequestLine(request('q1'), 'm'));
  });
});

describe('readBatchAnswers', () => {
  it('records every line that brings no answer, by number and code, and keeps the rest', async () => {
    const { replies, problems } = await readBatchAnswers(
      linesOf(
        outputLine('q1', '{"metres":4.2}'),
        '',
        'not json',
        '{"id":"x"}',
        JSON.stringify({ custom_id: 'q2', response: null, error: { code: 'batch_expired', message: 'too late' } }),
        JSON.stringify({ custom_id: 'q3', response: { status_code: 500, body: {} }, error: null }),
        outputLine('q1', '{"metres":9}'),
      ),
    );
    expect([...replies.keys()]).toEqual(['q1']);
    expect(replies.get('q1')).toMatchObject({ status: 'answered', json: { metres: 4.2 } });
    expect(problems.map(({ line, code, customId }) => [line, code, customId])).toEqual([
      [3, 'malformed-line', undefined],
      [4, 'malformed-line', undefined],
      [5, 'expired', 'q2'],
      [6, 'failed', 'q3'],
      [7, 'duplicate', 'q1'],
    ]);
  });

  it('reads refusals and prose as the live client does', async () => {
    const { replies } = await readBatchAnswers(linesOf(outputLine('q1', 'It is high.')));
    expect(replies.get('q1')).toMatchObject({ status: 'failed', code: 'not-json' });
  });
});

describe('createBatchExchange', () => {
  it('answers what was answered, writes the rest once, and names the answers that nobody asked for', async () => {
    const answers = await readBatchAnswers(
      linesOf(outputLine('q1', '{"metres":4.2}'), outputLine('q9', '{"metres":1}')),
    );
    const written: string[] = [];
    const ledger = new LedgerBook('fake-model', null);
    const exchange = createBatchExchange(answers, ledger, ({ id }) => {
      written.push(id);
      return Promise.resolve();
    });
    expect(await exchange.ask(request('q1'))).toMatchObject({ status: 'answered' });
    expect(await exchange.ask(request('q2'))).toMatchObject({ status: 'failed', code: 'not-asked' });
    expect(await exchange.ask(request('q2'))).toMatchObject({ code: 'not-asked' });
    expect(written).toEqual(['q2']);
    expect(exchange.unmatched()).toEqual(['q9']);
    expect(ledger.read()).toMatchObject({ answered: 1, tokens: { input: 2500 } });
  });
});
