import type { Classifier } from '../classify/classifier.ts';
import type { OnEvent } from '../model/event.ts';
import type { Places } from '../model/places.ts';
import type { GivenValues } from '../model/secret.ts';
import type { Overrides } from '../policy/overrides/overrides.ts';
import type { Preset } from '../policy/presets.ts';
import type { LlmOptions } from './llm-options.ts';
import type { OpenLlm } from './open-llm.ts';

/** What a scan is asked to do. */
export type ScanOptions = {
  /** Targets as typed. */
  targets: readonly string[];
  /** The command after `--`, program first. */
  command?: readonly string[];
  /** MCP registry that `registry:<name>` is looked up in: a base URL, or a file or folder saved from one. */
  registry?: string;
  places: Places;
  /** Bytes that installed servers may take; default `DEFAULT_INSTALLS_LIMIT_BYTES`. */
  installsLimitBytes: number;
  /** Catalogue: a file or a URL; default `catalog.db` in the state folder. */
  database?: string;
  /** Folder for report, policies and run folder. */
  out?: string;
  /** Servers at once. */
  jobs: number;
  timeoutMs: number;
  installTimeoutMs: number;
  allowScripts: boolean;
  unsandboxed: boolean;
  allowPrivate: boolean;
  preset: Preset;
  /** Decisions of the operator's for the policies in the folder. */
  overrides?: Overrides;
  /** Values from `--env`, `--env-file` and `--header`. */
  given: GivenValues;
  /** How a language model is asked about doubts; absent means that none is. */
  llm?: LlmOptions;
};

/** Bytes that installed servers may take: 10 GB. */
export const DEFAULT_INSTALLS_LIMIT_BYTES = 10e9;

/** What a scan needs from outside. */
export type ScanTools = {
  classifier: Classifier;
  /** A language model to ask about verdicts; absent means that the offline verdicts stand. */
  llm?: Pick<OpenLlm, 'adjudicate'> | undefined;
  onEvent: OnEvent;
  /** Aborting finishes what is in flight as `interrupted`. */
  signal: AbortSignal;
  now: () => Date;
};
