import { z } from 'zod';
import { CATEGORIES } from '../../model/category.ts';
import { FAILURE_CODES, type FailureCode } from '../../model/failure.ts';
import { readDuration, readSize } from '../../model/quantity.ts';
import { PRESETS, type Preset } from '../../policy/presets.ts';
import { FORMATS } from '../../report/formats/index.ts';
import { COLLECTION_IDS } from '../../sources/collections/collection.ts';
import { HEADER_NAME, VARIABLE_NAME } from '../../sources/names.ts';
import { LLM_MODES } from '../llm-options.ts';

/** Longest time that a timer can hold. */
const MAX_TIMER_MS = 2 ** 31 - 1;

const duration = z.string().transform((text, context) => {
  const ms = readDuration(text);
  if (ms === undefined) context.addIssue({ code: 'custom', message: 'write a duration such as 30s, 5m, 12h or 7d' });
  return ms ?? z.NEVER;
});
const timer = duration.refine((ms) => ms >= 1 && ms <= MAX_TIMER_MS, 'write a time between 1ms and 24d');
const size = z.union([z.string(), z.number()]).transform((text, context) => {
  const bytes = readSize(String(text));
  if (bytes === undefined) context.addIssue({ code: 'custom', message: 'write a size such as 500MB or 10GB' });
  return bytes ?? z.NEVER;
});
const atLeastOne = z.number().int().min(1);
const variable = z.string().regex(VARIABLE_NAME, 'write the name of an environment variable, never its value');
const presets = Object.keys(PRESETS) as Preset[];
const codes = Object.keys(FAILURE_CODES) as FailureCode[];

const Source = z.strictObject({
  kind: z.enum(COLLECTION_IDS),
  /** Base URL, file or folder. */
  from: z.string().min(1),
});

const Out = z.strictObject({
  /** Folder that gets one run folder a night, named by the run. */
  folder: z.string().min(1),
  /** Whether a policy is written for each new or changed server. */
  policies: z.boolean().default(true),
  /** Reports on the new, changed and failed servers. */
  reports: z.array(z.enum(FORMATS.map(({ id }) => id))).default(['markdown']),
  /** Servers above which no report is written, since nobody could open it; `toolrisk report --from` still writes it. */
  reportedServers: z.number().int().min(0).default(2000),
});

const Limits = z.strictObject({
  /** Packages that are fetched and started at once. Absent: by processors and free memory. */
  installs: atLeastOne.optional(),
  /** Commands of the operator's that run at once. Absent: by processors and free memory. */
  stdio: atLeastOne.optional(),
  /** Remotes that are contacted at once. Absent: by processors and free memory. */
  remotes: atLeastOne.optional(),
  /** Remotes of one host that are contacted at once. */
  perHost: atLeastOne.default(4),
});

const Llm = z.strictObject({
  /** Absent: `auto` with OPENAI_API_KEY, else `off`. */
  mode: z.enum(LLM_MODES).optional(),
  model: z.string().min(1).optional(),
  /** Dollars a night. */
  budget: z.number().positive().optional(),
  /** Share of the budget that one server may use. */
  serverShare: z.number().positive().max(1).default(0.02),
  /** Requests at once. */
  jobs: atLeastOne.default(4),
  timeout: timer.default(60_000),
  /** A price file in place of the built-in one. */
  prices: z.string().min(1).optional(),
});

const Secrets = z.strictObject({
  /** Variable of the server → environment variable of ours that holds the value. */
  env: z.record(z.string().regex(VARIABLE_NAME, 'is no name of a variable'), variable).default({}),
  /** Header → environment variable of ours that holds the value. */
  headers: z.record(z.string().regex(HEADER_NAME, 'is no name of a header'), variable).default({}),
});

const Worker = z.strictObject({
  /** Cron expression of the nights; absent: they begin with `nightly --enqueue`. */
  cron: z.string().min(1).optional(),
  /** Time zone that it is read in. */
  timezone: z.string().min(1).default('UTC'),
  /** A worker that is silent for so long counts as dead, and others take its servers. */
  heartbeat: timer.default(30_000).refine((ms) => ms >= 10_000, 'write at least 10s'),
});

/** Shape of the one file that says what a night does. Paths are relative to its folder. */
export const NightlyConfig = z.strictObject({
  sources: z.array(Source).min(1, 'name at least one source'),
  /** Names of environment variables that client configs may refer to. */
  variables: z.array(variable).default([]),
  /** Catalogue: a file or a URL; absent: TOOLRISK_DATABASE_URL, else `catalog.db` in the state folder. */
  database: z.string().min(1).optional(),
  out: Out.optional(),
  limits: Limits.prefault({}),
  timeouts: z.strictObject({ server: timer.default(30_000), install: timer.default(180_000) }).prefault({}),
  /** A list that is older is asked for again. */
  maxAge: duration.default(7 * 86_400_000),
  /** A registry is asked for what changed since the last night, and after so long for its whole list again; 0s: each night. */
  relistAfter: duration.default(7 * 86_400_000),
  /** How long failed servers are left alone, by code, in place of the built-in table. */
  backOff: z.partialRecord(z.enum(codes), z.strictObject({ first: duration, most: duration })).default({}),
  /** An unfinished night that began longer ago is not taken up again. */
  resumeWithin: duration.default(20 * 3_600_000),
  /** Bytes that installed servers may take. */
  installsLimit: size.default(10e9),
  /** Bytes that stay free on the disk of the installs: below, no package is fetched. */
  diskFloor: size.default(2e9),
  llm: Llm.prefault({}),
  preset: z.enum(presets).default('recommended'),
  /** File of the operator's decisions for the policies. */
  overrides: z.string().min(1).optional(),
  /** Exit 1 when a new or changed tool is in this category or a more severe one. */
  failOn: z.enum(CATEGORIES).optional(),
  ignoreDoubt: z.boolean().default(false),
  /** Exit 3 when more servers failed; absent: any number may. */
  maxFailures: z.number().int().min(0).optional(),
  /** Values for single servers, by server id. */
  secrets: z.record(z.string(), Secrets).default({}),
  /** Many machines over one PostgreSQL catalogue. */
  worker: Worker.prefault({}),
  /** Name of the environment variable that holds the URL to which the account is posted. */
  webhook: variable.optional(),
  /** File for the figures of the night in OpenMetrics text. */
  metrics: z.string().min(1).optional(),
  allowScripts: z.boolean().default(false),
  unsandboxed: z.boolean().default(false),
  allowPrivate: z.boolean().default(false),
});
/** What a night does. */
export type NightlyConfig = z.infer<typeof NightlyConfig>;
