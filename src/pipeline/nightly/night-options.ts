import type { Lane } from '../../catalog/schedule/schedule.ts';
import type { OnEvent } from '../../model/event.ts';
import type { Places } from '../../model/places.ts';
import type { GivenValues, Secret } from '../../model/secret.ts';
import type { Overrides } from '../../policy/overrides/overrides.ts';
import type { Recipients } from '../deliver-account.ts';
import type { LlmOptions } from '../llm-options.ts';
import type { ScanTools } from '../scan-options.ts';
import type { NightlyConfig } from './config.ts';

/** What a night is asked to do: its config, with what the environment adds. */
export type NightOptions = {
  config: NightlyConfig;
  /** Folder of the config file, which its paths are relative to; absolute. */
  folder: string;
  places: Places;
  /** Catalogue: a URL, or a file. */
  database: string;
  /** Values for single servers, by server id. */
  secrets: ReadonlyMap<string, GivenValues>;
  /** Values that client configs may refer to. */
  variables: ReadonlyMap<string, Secret>;
  llm: LlmOptions;
  /** Decisions of the operator's for the policies. */
  overrides?: Overrides;
  /** Who waits for the account. */
  recipients: Recipients;
};

/** How far a night is. */
export type NightProgress =
  | { stage: 'collect'; named: number }
  | { stage: 'look'; lane: Lane; total: number; done: number; failed: number };

/** What a night needs from outside. */
export type NightTools = Pick<ScanTools, 'classifier' | 'signal' | 'now'> & {
  onEvent: OnEvent;
  onProgress: (progress: NightProgress) => void;
};
