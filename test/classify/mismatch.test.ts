import { describe, expect, it } from 'vitest';
import { findMismatches } from '../../src/classify/mismatch.ts';
import type { Category } from '../../src/model/category.ts';
import type { ToolAnnotations } from '../../src/model/tool.ts';
import { read } from './reading.ts';

function mismatches(name: string, description: string, annotations: ToolAnnotations, category: Category) {
  const inputSchema = { type: 'object', properties: { to: { type: 'string' }, body: { type: 'string' } } } as never;
  const { subject, facts } = read({ name, description, annotations, inputSchema });
  return findMismatches(subject, facts, category);
}

describe('findMismatches', () => {
  it.each([
    [
      'reading that deletes',
      'delete_survey',
      'Deletes a survey.',
      { readOnlyHint: true },
      'Destructive',
      ['readOnlyHint'],
    ],
    ['reading that sends', 'send_letter', 'Sends a letter.', { readOnlyHint: true }, 'Write', ['readOnlyHint']],
    [
      'no harm that deletes',
      'delete_survey',
      'Deletes a survey.',
      { destructiveHint: false },
      'Destructive',
      ['destructiveHint'],
    ],
    ['repeatable that sends', 'send_letter', 'Sends a letter.', { idempotentHint: true }, 'Write', ['idempotentHint']],
    [
      'a closed world that sends',
      'send_letter',
      'Sends a letter.',
      { openWorldHint: false },
      'Write',
      ['openWorldHint'],
    ],
    [
      'changing that only reads',
      'survey',
      'Read-only view of a survey.',
      { readOnlyHint: false },
      'Read',
      ['readOnlyHint'],
    ],
    ['reading that reads', 'get_survey', 'Gets a survey.', { readOnlyHint: true }, 'Read', []],
    ['the default of a write', 'update_survey', 'Updates a survey.', { destructiveHint: true }, 'Write', []],
    ['nothing', 'delete_survey', 'Deletes a survey.', {}, 'Destructive', []],
    ['reading, with nothing found against it', 'weather', 'Weather.', { readOnlyHint: true }, 'Write', []],
  ] as const)('looks at a claim of %s', (_claim, name, description, annotations, category, hints) => {
    expect(mismatches(name, description, annotations, category).map(({ hint }) => hint)).toEqual(hints);
  });

  it('quotes what the definition says instead', () => {
    expect(mismatches('x', 'Deletes a survey.', { readOnlyHint: true }, 'Destructive')).toEqual([
      {
        hint: 'readOnlyHint',
        claimed: true,
        because: 'the definition does more than read: its description says “Deletes a survey”.',
      },
    ]);
  });
});
