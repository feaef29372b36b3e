import { describe, expect, it } from 'vitest';
import { parseOverrides } from '../../src/pipeline/read-overrides.ts';

const YAML = `version: 1
servers:
  npm:library-desk:
    tools:
      pay_fine:
        because: "the desk takes small fines"
        arguments:
          - { kind: max-amount, argument: fine, max: 20, otherwise: ask }
`;

const JSONC = `{
  // Decided at the desk.
  "version": 1,
  "servers": { "npm:library-desk": { "tools": { "pay_fine": {
    "because": "the desk takes small fines", /* of children */
    "arguments": [{ "kind": "max-amount", "argument": "fine", "max": 20, "otherwise": "ask" }],
  } } } }
}`;

describe('an overrides file', () => {
  it('is YAML or JSON with comments', () => {
    const overrides = parseOverrides(YAML, 'overrides.yaml');
    expect(overrides.servers['npm:library-desk']?.tools.pay_fine?.arguments).toEqual([
      { kind: 'max-amount', argument: 'fine', max: 20, otherwise: 'ask' },
    ]);
    expect(parseOverrides(JSONC, 'overrides.jsonc')).toEqual(overrides);
  });

  it('is told all its problems at once, each with its line', () => {
    const text = `version: 2
servers:
  npm:library-*desk: {}
  npm:library-desk:
    tools:
      pay_fine:
        decision: limit
        because: x
      find_book:
        because: x
        decison: ask
        arguments:
          - { kind: allowed-hosts, argument: page, hosts: ["https://library.example"] }
          - { kind: path-prefixes, argument: shelf, prefixes: ["../up"] }
`;
    const problems = messageOf(() => parseOverrides(text, 'o.yaml')).split('\n');
    expect(problems[0]).toMatch(/^the overrides o\.yaml have \d problems:$/);
    const text_ = problems.join('\n');
    expect(text_).toMatch(/line 1: version:/);
    expect(text_).toMatch(/library-\*desk/);
    expect(text_).toMatch(/line \d+: .*pay_fine.*limits: limits and the decision `limit` belong together/);
    expect(text_).toMatch(/decison/);
    expect(text_).toMatch(/line 13: .*hosts › 0: write a host such as/);
    expect(text_).toMatch(/line 14: .*prefixes › 0: write a plain folder/);
  });

  it.each([
    ['servers: {}\nservers: {}', /line 2: Map keys must be unique/],
    ['{"version": 1, "servers": {"a": {}, "a": {}}}', /Map keys must be unique/],
    [
      'version: 1\nservers:\n  a:\n    tools:\n      __proto__: {because: x, decision: deny}',
      /__proto__ cannot be overridden/,
    ],
    ['- a', /the file/],
    ['', /version/],
    ['a: [', /line/],
  ])('that is %j is refused', (text, problem) => {
    expect(messageOf(() => parseOverrides(text, text.startsWith('{') ? 'o.json' : 'o.yaml'))).toMatch(problem);
  });

  it('cannot drive a terminal with what stands in it', () => {
    expect(messageOf(() => parseOverrides('version: 1\nservers: {"\\e[2J*x": {}}', 'o.yaml'))).not.toContain('\u001b');
  });
});

function messageOf(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    return (error as Error).message;
  }
  return 'no problem';
}
