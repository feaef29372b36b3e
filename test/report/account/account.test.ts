import fc from 'fast-check';
import { marked } from 'marked';
import { describe, expect, it } from 'vitest';
import { viewAccount } from '../../../src/cli/terminal/account-view.ts';
import { createPaint } from '../../../src/cli/terminal/paint.ts';
import { Account } from '../../../src/model/account.ts';
import { FAILURE_CODES } from '../../../src/model/failure.ts';
import { ACCOUNT_FORMATS } from '../../../src/report/account/index.ts';
import { json } from '../../../src/report/account/json.ts';
import { markdown } from '../../../src/report/account/markdown.ts';
import { openmetrics } from '../../../src/report/account/openmetrics.ts';
import { span } from '../../../src/report/account/wording.ts';
import { HOSTILE, hostileNight, nightAt } from './night.ts';
import { readOpenMetrics } from './openmetrics-text.ts';

const PLAIN = { paint: createPaint(false), width: 100 };
// oxlint-disable-next-line no-control-regex -- that none is left is what is tested
const CONTROL = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/;

describe('the account of a night', () => {
  it('has one file and one name for each rendering', () => {
    expect(ACCOUNT_FORMATS.map(({ id, fileName }) => [id, fileName])).toEqual([
      ['json', 'account.json'],
      ['markdown', 'account.md'],
      ['openmetrics', 'account.prom'],
    ]);
  });

  it('comes back from JSON as it was', () => {
    expect(Account.parse(JSON.parse(json.render(hostileNight())))).toEqual(hostileNight());
    expect(json.render(hostileNight())).not.toMatch(CONTROL);
  });

  it('says on a terminal what was due, what failed with an example, and what changed', () => {
    expect(viewAccount(nightAt(), PLAIN)).toMatchInlineSnapshot(`
      "
      2,000 servers listed, 100 not listed, in 3 h 20 min
        43,000 named, 120 withdrawn, 7 named no more, 1 record could not be read
        2,100 due: 900 new, 1,100 changed, 100 back-off
        40,780 not due, 31,000 of them asked for a newer version
        2,000 listed: 850 first seen, 950 changed, 200 unchanged

      Not listed: 100 servers (no sign of low risk)
             60  unreachable         https://tide.example/mcp: connection refused
             40  exited              npm:harbour-crane: it ended with code 1

      Newly unreachable: 12
        https://tide.example/mcp  unreachable
        and 11 more

      Stale lists that still stand: 3
        npm:harbour-crane  exited, listed 20 d 0 h ago
        and 2 more

      Tools whose risk rose: 1
        set_berth of npm:harbour-pilot: Read → Destructive

      New tools of known servers: 1
        open_lock of npm:harbour-pilot: Write

      Clones on 40 servers, tool sets: 1
        9 tools on 40 servers: npm:quay-1, npm:quay-2

      Time and catalogue
        collect 1 min 0 s, look 3 h 3 min, connect 1 d 0 h
        gpt-5-mini: 300 requests, 4,000 answers remembered, 900,000 tokens, $1.50
        catalogue: 210,000 tools on 20,000 servers, 5,000 in review
      "
    `);
  });

  it('says what is left when the night was interrupted', () => {
    const text = viewAccount(nightAt({ state: 'interrupted', remaining: 4, done: 2096 }), PLAIN);
    expect(text).toContain('interrupted with 4 servers to do');
    expect(markdown.render(nightAt({ state: 'interrupted', remaining: 4 }))).toContain('| to do | 4 |');
  });

  it('shows every part in Markdown, and none that is empty', () => {
    const headings = (account: Account) =>
      marked.lexer(markdown.render(account)).flatMap((token) => (token.type === 'heading' ? [token.text] : []));
    expect(headings(nightAt())).toEqual([
      'Night of 2026\\-11\\-21',
      'Not listed',
      'Newly unreachable: 12',
      'Stale lists that still stand: 3',
      'Tools whose risk rose: 1',
      'New tools of known servers: 1',
      'Clones',
      'Time and cost',
      'Catalogue',
    ]);
    const none = { total: 0, examples: [] };
    const quiet = nightAt({
      failed: { total: 0, codes: [] },
      newlyUnreachable: none,
      stale: none,
      risen: none,
      newTools: none,
      clones: { toolSets: 0, servers: 0, examples: [] },
    });
    expect(headings(quiet)).toEqual(['Night of 2026\\-11\\-21', 'Time and cost', 'Catalogue']);
  });

  it('gives a stranger no picture, link, HTML, line or escape code on any of them', () => {
    const page = marked.parse(markdown.render(hostileNight()), { async: false });
    expect(page).not.toMatch(/<img|<a |<b>/);
    expect(markdown.render(hostileNight())).not.toMatch(CONTROL);
    expect(viewAccount(hostileNight(), PLAIN)).not.toMatch(CONTROL);
    expect(viewAccount(hostileNight(), PLAIN)).not.toMatch(/^# EOF/m);
    const night = readOpenMetrics(openmetrics.render(nightAt()));
    expect([...readOpenMetrics(openmetrics.render(hostileNight())).keys()]).toEqual([...night.keys()]);
  });
});

describe('the OpenMetrics text', () => {
  it('keeps to the grammar, with one sample for each code, reason and stage', () => {
    const families = readOpenMetrics(openmetrics.render(nightAt()));
    const failed = families.get('toolrisk_night_failed_servers')?.samples ?? [];
    expect(failed.map(({ labels }) => labels.code)).toEqual(Object.keys(FAILURE_CODES));
    expect(failed.filter(({ value }) => value > 0)).toEqual([
      { name: 'toolrisk_night_failed_servers', labels: { code: 'exited' }, value: 40 },
      { name: 'toolrisk_night_failed_servers', labels: { code: 'unreachable' }, value: 60 },
    ]);
    expect(families.get('toolrisk_night_stage_seconds')).toMatchObject({ unit: 'seconds', type: 'gauge' });
    expect(families.get('toolrisk_night_account_timestamp_seconds')?.samples[0]?.value).toBe(1_795_234_831);
    expect([...families.values()].every(({ help = '' }) => help.endsWith('.'))).toBe(true);
  });

  it('keeps to the grammar and loses nothing but control characters, whatever a model is called', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (model) => {
        const llm = { ...nightAt().llm!, model };
        const [sample] = readOpenMetrics(openmetrics.render(nightAt({ llm }))).get(
          'toolrisk_night_llm_requests',
        )!.samples;
        expect(sample?.value).toBe(300);
        if (/^[\w "\\.-]*$/.test(model)) expect(sample?.labels.model).toBe(model);
      }),
    );
    expect(HOSTILE).toContain('# EOF');
  });

  it.each([
    ['a second family of one name', '# TYPE a gauge\na 1\n# TYPE b gauge\nb 1\n# TYPE a gauge\n# EOF\n'],
    ['a sample twice', '# TYPE a gauge\na 1\na 1\n# EOF\n'],
    ['no end', '# TYPE a gauge\na 1\n'],
    ['an unescaped quote', '# TYPE a gauge\na{b="c"d"} 1\n# EOF\n'],
  ])('is checked by a reader that refuses %s', (_what, text) => {
    expect(() => readOpenMetrics(text)).toThrow();
  });
});

it.each([
  [0, '0 ms'],
  [4290, '4.2 s'],
  [725_000, '12 min 5 s'],
  [12_000_000, '3 h 20 min'],
  [20.5 * 86_400_000, '20 d 12 h'],
])('says %i ms as %s', (ms, words) => {
  expect(span(ms)).toBe(words);
});
