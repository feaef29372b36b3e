import { readFile } from 'node:fs/promises';
import { EnvHttpProxyAgent } from 'undici';
import { z } from 'zod';
import { askIfChanged } from './ask-if-changed.ts';
import type { FetchContext } from './fetcher.ts';
import { keepKnown, readKnown } from './known-version.ts';
import type { NpmCli } from './npm-cli.ts';
import { runTool } from './run-tool.ts';

/** The shortest form of a package's document (npm registry, abbreviated metadata). */
const ACCEPT = 'application/vnd.npm.install-v1+json; q=1.0, application/json; q=0.8';
const Packument = z.object({ 'dist-tags': z.record(z.string(), z.string()) });
/** Words that can only be tags, never ranges. */
const TAG = /^[A-Za-z][A-Za-z-]+$/;
/** Milliseconds for npm to tell its settings. */
const SETTINGS_TIMEOUT_MS = 20_000;

/** The settings of npm that say where and how a package is asked for. Credentials are not among what npm tells. */
const Settings = z.looseObject({
  registry: z.string(),
  cafile: z.string().nullish(),
  ca: z.unknown(),
  cert: z.unknown(),
  'strict-ssl': z.boolean().optional(),
  'https-proxy': z.string().nullish(),
  proxy: z.string().nullish(),
  noproxy: z.union([z.string(), z.array(z.string())]).nullish(),
});
type Settings = z.infer<typeof Settings>;

let asked: Promise<{ settings: Settings; agent: EnvHttpProxyAgent } | undefined> | undefined;

/**
 * The version that a tag of a package means now, by one request that costs a few bytes where nothing changed. Undefined
 * where only npm itself can tell: for a range, a registry with credentials, and settings that are not known here.
 */
export async function newestOnNpm(
  name: string,
  tag: string,
  cli: NpmCli,
  context: FetchContext,
): Promise<string | undefined> {
  if (!TAG.test(tag)) return undefined;
  asked ??= askSettings(cli, context);
  const known = await asked.catch((error: unknown) => {
    asked = undefined;
    throw error;
  });
  if (known === undefined) return undefined;
  const url = packumentUrl(known.settings, name);
  if (url === undefined) return undefined;
  const about = ['npm', url];
  const before = await readKnown(context.installs, about);
  const question = { url, accept: ACCEPT, dispatcher: known.agent };
  const answer = await askIfChanged(before === undefined ? question : { ...question, etag: before.etag }, context);
  if (answer === undefined) return undefined;
  if (answer === 'unchanged') return before?.versions[tag];
  const versions = readTags(answer.text);
  if (versions !== undefined && answer.etag !== undefined)
    await keepKnown(context.installs, about, { etag: answer.etag, versions });
  return versions?.[tag];
}

function readTags(text: string): Record<string, string> | undefined {
  try {
    return Packument.parse(JSON.parse(text))['dist-tags'];
  } catch {
    return undefined;
  }
}

/** Where the document of a package lies; undefined where credentials stand in the address. */
function packumentUrl(settings: Settings, name: string): string | undefined {
  const scope = name.startsWith('@') ? name.slice(0, name.indexOf('/')) : undefined;
  const own = scope === undefined ? undefined : settings[`${scope}:registry`];
  const base = typeof own === 'string' ? own : settings.registry;
  if (!URL.canParse(base)) return undefined;
  const { username, password } = new URL(base);
  if (username !== '' || password !== '') return undefined;
  return `${base.replace(/\/+$/, '')}/${name.replace('/', '%2f')}`;
}

async function askSettings(
  cli: NpmCli,
  { signal }: FetchContext,
): Promise<{ settings: Settings; agent: EnvHttpProxyAgent } | undefined> {
  const call: [string, ...string[]] = [...cli.argv, 'config', 'list', '--json'];
  const outcome = await runTool(call, { timeoutMs: SETTINGS_TIMEOUT_MS, signal, cwd: '/' });
  try {
    const settings = Settings.parse(JSON.parse(outcome.stdout));
    const hasOwnTrust = settings.ca != null || settings.cert != null || settings['strict-ssl'] === false;
    return hasOwnTrust ? undefined : { settings, agent: await agentFor(settings) };
  } catch {
    return undefined;
  }
}

async function agentFor(settings: Settings): Promise<EnvHttpProxyAgent> {
  const { cafile, proxy, noproxy } = settings;
  const trust = cafile == null ? {} : { ca: await readFile(cafile, 'utf8') };
  return new EnvHttpProxyAgent({
    connect: trust,
    requestTls: trust,
    httpProxy: proxy ?? '',
    httpsProxy: settings['https-proxy'] ?? proxy ?? '',
    noProxy: typeof noproxy === 'string' ? noproxy : (noproxy ?? []).join(','),
  });
}
