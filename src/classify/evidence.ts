import type { Evidence } from '../model/classification.ts';
import type { ServerContext } from '../model/server-context.ts';
import type { Tool } from '../model/tool.ts';

/**
 * Whether a quote stands where it is said to stand: verbatim in the string at the pointer (RFC 6901), or in the
 * last name of the pointer where that leads to a property. `/server`, `/instructions` and `/siblings/N` point into
 * the context. An empty quote stands nowhere.
 */
export function standsAt(
  tool: Tool,
  context: ServerContext,
  { pointer, quote }: Pick<Evidence, 'pointer' | 'quote'>,
): boolean {
  if (quote === '') return false;
  const steps = readPointer(pointer);
  if (steps === undefined || steps.length === 0) return false;
  const isContext = CONTEXT_FIELDS.has(steps[0] ?? '');
  const found = resolve(isContext ? context : tool, steps);
  if (found === undefined) return false;
  if (typeof found.value === 'string' && found.value.includes(quote)) return true;
  return !isContext && steps.length > 1 && (steps.at(-1) ?? '').includes(quote);
}

const CONTEXT_FIELDS = new Set(['server', 'instructions', 'siblings']);

/** The steps of a pointer, unescaped; undefined where it is none. */
function readPointer(pointer: string): string[] | undefined {
  if (!pointer.startsWith('/') || /~(?![01])/.test(pointer)) return undefined;
  return pointer
    .slice(1)
    .split('/')
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
}

/** Walks own fields only, so that a step such as `__proto__` finds nothing that was not sent. */
function resolve(start: unknown, steps: readonly string[]): { value: unknown } | undefined {
  let value = start;
  for (const step of steps) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) return undefined;
    value = (value as Record<string, unknown>)[step];
  }
  return { value };
}
