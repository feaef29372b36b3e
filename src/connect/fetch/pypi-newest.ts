import { askIfChanged } from './ask-if-changed.ts';
import type { FetchContext } from './fetcher.ts';
import { keepKnown, readKnown } from './known-version.ts';
import { runPip } from './pypi-tools.ts';
import { findPythons } from './python-interpreter.ts';

/** The index as JSON, else as HTML (PyPA, simple repository API); pip reads either. */
const ACCEPT = 'application/vnd.pypi.simple.v1+json, application/vnd.pypi.simple.v1+html; q=0.2, text/html; q=0.01';
/** Settings with which pip looks at more than one index, or trusts otherwise than we do. */
const NOT_ONE_INDEX = /\.(?:extra-index-url|find-links|no-index|cert|client-cert|proxy|trusted-host)=/;

let asked: Promise<string | undefined> | undefined;

/**
 * The version that `askPip` names, without asking it where the index says that nothing changed since it last did. Which
 * wheels fit this machine only pip can tell.
 */
export async function newestOnPypi(
  name: string,
  context: FetchContext,
  askPip: () => Promise<string>,
): Promise<string> {
  asked ??= askForIndex(context);
  const index = await asked.catch((error: unknown) => {
    asked = undefined;
    throw error;
  });
  if (index === undefined) return await askPip();
  const url = `${index.replace(/\/+$/, '')}/${name.toLowerCase().replaceAll(/[-_.]+/g, '-')}/`;
  const pythons = (await findPythons(context)).map(({ version }) => version);
  const about = ['pypi', url, ...pythons];
  const before = await readKnown(context.installs, about);
  const answer = await askIfChanged(
    { url, accept: ACCEPT, ...(before === undefined ? {} : { etag: before.etag }) },
    context,
  );
  const known = answer === 'unchanged' ? before?.versions.newest : undefined;
  if (known !== undefined) return known;
  const version = await askPip();
  if (typeof answer === 'object' && answer.etag !== undefined)
    await keepKnown(context.installs, about, { etag: answer.etag, versions: { newest: version } });
  return version;
}

/** The one index that pip is set to; undefined where it is set to none or to several, or reaches one in its own way. */
async function askForIndex(context: FetchContext): Promise<string | undefined> {
  const [python] = await findPythons(context);
  if (python === undefined) return undefined;
  const { code, stdout } = await runPip(python, ['config', 'list'], context);
  if (code !== 0 || NOT_ONE_INDEX.test(stdout)) return undefined;
  const set = [...stdout.matchAll(/^(:env:|[\w-]+)\.index-url='([^']+)'/gm)];
  const index = (set.find(([, where]) => where === ':env:') ?? set.at(-1))?.[2];
  if (index === undefined || !/^https?:/.test(index) || !URL.canParse(index) || new URL(index).username !== '')
    return undefined;
  return index;
}
