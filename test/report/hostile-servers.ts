import type { ServerResult } from '../../src/model/run.ts';
import { failed, listed, toolOf, verdictOn } from './fixture.ts';

/** Texts that try to become something else: tags, links, formulas, terminal codes, disguises, prototype keys. */
export const HOSTILE_TEXTS = [
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  "' onmouseover='alert(1)",
  '</style></main><iframe src="https://tides.example">',
  '<!--',
  ']]>',
  '&lt;b&gt;&#60;i&#62;',
  '![tide](https://tides.example/pixel.png)',
  '[click](javascript:alert(1))',
  '<https://tides.example>',
  'www.tides.example https://tides.example user@tides.example',
  '`code` ```fence',
  '\n```\n# heading\n- item\n> quote\n\n---\n',
  '| a | b |\n|---|---|\n',
  '***bold*** __under__ ~~gone~~ [^1]',
  "=cmd|'/c calc'!A1",
  '+1+1',
  '-2+3',
  '@SUM(A1)',
  '\t=1',
  '＝1',
  '\r\n"quoted",cell',
  '\u001b]0;title\u0007\u001b[2J\u001b[31m',
  '\u009b31m\u0085\u007f',
  '\u202egnissecca\u202c\u2066x\u2069',
  '\u200b\u200d\ufeff\u00ad',
  '\u{e0041}\u{e0042}',
  '\ud800',
  '__proto__',
  'constructor',
  '../../etc/passwd',
  '{{7*7}} <%= 7 %>',
] as const;

/** A listed and a failed server in which every text that a stranger could have written is the given one. */
export function hostileServers(text: string): ServerResult[] {
  const tool = {
    ...toolOf(text, text, []),
    title: text,
    inputSchema: {
      type: 'object',
      properties: { ['__proto__']: { type: text, description: text, enum: [text] }, size: { type: [text, 'null'] } },
      required: [text],
    },
  };
  const verdict = verdictOn(tool, 'Destructive', {
    rationale: text,
    needsReview: true,
    reviewReasons: ['hidden-text'],
    evidence: [
      { pointer: `/inputSchema/properties/${text}`, quote: text, signal: text },
      { pointer: '/description', quote: 'is not there', signal: 'first-sentence' },
    ],
    annotationMismatch: [{ hint: 'readOnlyHint', claimed: true, because: text }],
    actions: [{ parameter: '/inputSchema/properties/action', action: text, category: 'Read', confidence: 0.9 }],
  });
  const good = listed(text, [[tool, verdict]], {
    instructions: text,
    malformed: [{ index: 1, name: text, reason: text }],
  });
  const { provenance } = good.snapshot;
  provenance.package = text;
  provenance.placeholders = { env: { [text]: text }, args: [text] };
  provenance.given = [text];
  good.entry.title = text;
  return [good, failed(`${text}-2`, { message: text, nextStep: text, stderrTail: text })];
}
