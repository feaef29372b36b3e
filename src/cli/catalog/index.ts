import type { CliCommand } from '../command.ts';
import { account } from './account.ts';
import { backup } from './backup.ts';
import { check } from './check.ts';
import { clones } from './clones.ts';
import { exportCatalog } from './export.ts';
import { failures } from './failures.ts';
import { feed } from './feed.ts';
import { importHistory } from './import.ts';
import { prune } from './prune.ts';
import { server } from './server.ts';
import { servers } from './servers.ts';
import { stats } from './stats.ts';
import { tool } from './tool.ts';
import { tools } from './tools.ts';

/** Every command below `catalog`, in the order of the alphabet. */
export const CATALOG_COMMANDS: readonly CliCommand[] = [
  account,
  backup,
  check,
  clones,
  exportCatalog,
  failures,
  feed,
  importHistory,
  prune,
  server,
  servers,
  stats,
  tool,
  tools,
];
