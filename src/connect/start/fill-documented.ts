import { valueHint } from './complaint/value-hints.ts';
import { argumentFor } from './complaint/wanted-arguments.ts';
import type { DocumentedStart } from './documented-starts.ts';
import { type PlaceholderFiles, placeholderFor } from './placeholder.ts';

/** Texts that stand for a value which only the reader has. */
const STAND_IN =
  /your|xxx|<|>|\.\.\.|…|\*\*\*|\$\{|\$[A-Z]|\{\{|\[|here$|_here|placeholder|example|secret|token|password|replace|insert|changeme|api[-_]?key|1234|abc/i;

/** Turns the stand-ins of a documented start into made-up values; what is a real value there (a mode, a number) stays. */
export function fillDocumented(start: DocumentedStart, documents: string, files: PlaceholderFiles): DocumentedStart {
  const args = start.args.map((arg, index) => fillArgument(arg, start.args[index - 1], documents, files));
  const env = new Map([...start.env].map(([name, value]) => [name, fillValue(name, value, files)]));
  return { args, env };
}

function fillArgument(arg: string, before: string | undefined, documents: string, files: PlaceholderFiles): string {
  const [, flag, value] = /^(--?[A-Za-z][\w-]*)=(.*)$/s.exec(arg) ?? [];
  if (flag !== undefined && value !== undefined)
    return isTaken(value) ? `${flag}=${argumentFor(flag, documents, files)}` : arg;
  if (arg.startsWith('-') || !isTaken(arg)) return arg;
  if (isPlace(arg))
    return /\.\w{1,8}$/.test(arg) ? argumentFor(arg.replace(/^.*[\\/]/, '').replace('.', '_file_'), '', files) : '/tmp';
  const name = before?.startsWith('-') ? before : arg.replaceAll(/[^\w-]+/g, '_');
  if (/^[a-z][a-z0-9+]*:\/\//.test(arg))
    return placeholderFor('URL', { prefix: arg.slice(0, arg.indexOf('://') + 3) }, files);
  return argumentFor(name, documents, files);
}

function isTaken(value: string): boolean {
  return STAND_IN.test(value) || isPlace(value) || /^[a-z][a-z0-9+]*:\/\/[^/]*@/.test(value);
}

function isPlace(value: string): boolean {
  return /^(?:~?\/|\.{1,2}\/|[A-Za-z]:\\|%|\$HOME)/.test(value);
}

/** The value for a documented variable: its example where that is a value, else one by its name and the example's form. */
export function fillValue(name: string, example: string, files: PlaceholderFiles): string {
  if (isPlace(example))
    return /\.\w{1,8}$/.test(example) ? placeholderFor(`${name}_FILE`, { form: 'file' }, files) : '/tmp';
  const isUrl = /^([a-z][a-z0-9+]*:\/\/)/i.exec(example)?.[1];
  if (isUrl !== undefined)
    return /[<{[$]|your|@/i.test(example) ? placeholderFor(name, { prefix: isUrl.toLowerCase() }, files) : example;
  if (example !== '' && example.length <= 60 && !STAND_IN.test(example)) return example;
  const prefix = /^([A-Za-z]{2,8}[-_])(?=[.x…*<]|your|xxx|\.\.\.)/i.exec(example)?.[1];
  return placeholderFor(
    name,
    { ...valueHint(name, ''), ...(prefix === undefined || /your/i.test(prefix) ? {} : { prefix }) },
    files,
  );
}
