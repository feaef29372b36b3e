import { resolve } from 'node:path';
import { InputError } from '../model/fault.ts';
import { givenTexts } from '../model/redact.ts';
import type { GivenValues, Secret } from '../model/secret.ts';
import { databaseOf } from '../pipeline/database.ts';
import type { NightlyConfig } from '../pipeline/nightly/config.ts';
import type { NightOptions } from '../pipeline/nightly/night-options.ts';
import { readNightlyConfig } from '../pipeline/nightly/read-config.ts';
import { readOverrides } from '../pipeline/read-overrides.ts';
import type { CliContext } from './command.ts';
import { llmOptionsFrom } from './llm-options.ts';

/** What a night is asked to do, from its config file and the environment: a flag overrides the file. */
export async function nightOptionsOf(
  file: string,
  flags: { database?: string; webhook?: Secret },
  { environment, secrets: known }: CliContext,
): Promise<NightOptions> {
  const { config, folder } = await readNightlyConfig(file);
  const missing: string[] = [];
  const read = (place: string, name: string): [Secret] | [] => {
    const secret = environment.readVariable(name);
    if (secret === undefined) missing.push(`${place}: the environment variable ${name} is not set`);
    return secret === undefined ? [] : [secret];
  };
  const readAll = (place: string, names: Record<string, string>): Map<string, Secret> =>
    new Map(
      Object.entries(names).flatMap(([key, name]) => read(`${place}.${key}`, name).map((secret) => [key, secret])),
    );
  const secrets = new Map(
    Object.entries(config.secrets).map(([server, { env, headers }]): [string, GivenValues] => {
      const place = `secrets.${server}`;
      return [server, { env: readAll(`${place}.env`, env), headers: readAll(`${place}.headers`, headers) }];
    }),
  );
  const variables = new Map(
    config.variables.flatMap((name) => read('variables', name).map((secret): [string, Secret] => [name, secret])),
  );
  const [ofConfig] = config.webhook === undefined ? [] : read('webhook', config.webhook);
  const webhook = flags.webhook ?? ofConfig;
  if (missing.length > 0)
    throw new InputError(
      `the config ${file} names values that are not there:\n${missing.map((line) => `  ${line}`).join('\n')}`,
    );
  known.push(...[...secrets.values()].flatMap(givenTexts), ...[...variables.values()].map((secret) => secret.reveal()));
  if (webhook !== undefined) known.push(webhook.reveal());
  const ofFile = config.database === undefined ? undefined : inFolder(folder, config.database);
  const database = flags.database ?? ofFile ?? environment.databaseUrl?.reveal();
  const { places } = environment;
  const overrides = config.overrides === undefined ? undefined : await readOverrides(resolve(folder, config.overrides));
  return {
    config,
    folder,
    places,
    database: await databaseOf({ places, ...(database === undefined ? {} : { database }) }),
    secrets,
    variables,
    llm: llmOf(config.llm, folder, environment),
    ...(overrides === undefined ? {} : { overrides }),
    recipients: {
      ...(config.metrics === undefined ? {} : { metrics: resolve(folder, config.metrics) }),
      ...(webhook === undefined ? {} : { webhook }),
    },
  };
}

function llmOf(
  { mode, model, budget, serverShare, jobs, timeout, prices }: NightlyConfig['llm'],
  folder: string,
  environment: CliContext['environment'],
): NightOptions['llm'] {
  return llmOptionsFrom(
    {
      llmJobs: jobs,
      llmTimeout: timeout,
      llmServerShare: serverShare,
      ...(mode === undefined ? {} : { llm: mode }),
      ...(model === undefined ? {} : { llmModel: model }),
      ...(budget === undefined ? {} : { llmBudget: budget }),
      ...(prices === undefined ? {} : { llmPrices: resolve(folder, prices) }),
    },
    environment,
  );
}

function inFolder(folder: string, database: string): string {
  return /^[a-z][a-z0-9+]+:\/\//i.test(database) || database === ':memory:' ? database : resolve(folder, database);
}
