import { availableParallelism } from 'node:os';
import { type Command, Option } from 'commander';
import { CATEGORIES, type Category } from '../model/category.ts';
import { DEFAULT_INSTALLS_LIMIT_BYTES } from '../pipeline/scan-options.ts';
import { PRESETS, type Preset } from '../policy/presets.ts';
import { collect, parseCount, parseDuration, parseSize } from './parsers.ts';

/** Help for the argument that names servers. */
export const TARGETS_HELP = 'npm:, pypi:, oci:, registry:, a URL, or a client config such as mcp.json';

/** Values of the flags that say how servers are started and contacted. */
export type ConnectFlags = {
  timeout: number;
  installTimeout: number;
  jobs: number;
  env?: string[];
  envFile?: string[];
  header?: string[];
  allowScripts?: boolean;
  unsandboxed?: boolean;
  allowPrivate?: boolean;
  cacheLimit: number;
  registry?: string;
};

/** Values of the flags that decide the exit code. */
export type GateFlags = {
  failOn?: Category;
  ignoreDoubt?: boolean;
  maxFailures: number;
  baseline?: string;
};

/** Value of `--preset`. */
export type PresetFlag = { preset: Preset };

/** Servers worked on at once by default: they mostly wait for the disk and for each other's start. */
const DEFAULT_JOBS = Math.max(2, availableParallelism());

/** Adds the flags of `ConnectFlags`. */
export function addConnectFlags(command: Command): Command {
  return command
    .optionsGroup('How servers are started:')
    .addOption(duration('--timeout <time>', 'for one server, from start to list', 30_000, '30s'))
    .addOption(duration('--install-timeout <time>', 'for fetching and building one server', 180_000, '3m'))
    .addOption(
      new Option('-j, --jobs <n>', 'servers at once')
        .default(DEFAULT_JOBS, 'the number of processors')
        .argParser(parseCount(1)),
    )
    .option('--env <NAME[=VALUE]>', 'give a server this variable; without a value, ours', collect)
    .option('--env-file <file>', 'give a server the variables of a .env file', collect)
    .option('--header <Name=VARIABLE>', 'send a remote this header, with the value of our variable', collect)
    .option('--allow-scripts', 'let packages run their install scripts, in the sandbox')
    .option('--unsandboxed', 'start servers without a sandbox')
    .option('--allow-private', 'contact private and loopback addresses')
    .option('--registry <url|file>', 'MCP registry that registry:<name> is looked up in')
    .addOption(
      new Option('--cache-limit <size>', 'size of the folder of installed servers')
        .default(DEFAULT_INSTALLS_LIMIT_BYTES, '10GB')
        .argParser(parseSize),
    );
}

/** Adds the flags of `GateFlags`. */
export function addGateFlags(command: Command): Command {
  return command
    .optionsGroup('When to fail:')
    .addOption(
      new Option('--fail-on <category>', 'exit 1 when a tool is in this category or a more severe one').choices(
        CATEGORIES.slice(1),
      ),
    )
    .option('--ignore-doubt', 'judge tools in review by their likeliest category')
    .addOption(number('--max-failures <n>', 'exit 3 when more servers than this failed', 0, 0))
    .option('--baseline <file>', 'exit 1 when a risk rose against an earlier --json document');
}

/** Adds `--preset`. */
export function addPresetFlag(command: Command): Command {
  return command.addOption(
    new Option('--preset <name>', 'how strict the policies are').choices(Object.keys(PRESETS)).default('recommended'),
  );
}

/** Adds `--database`. */
export function addDatabaseFlag(command: Command): Command {
  return command.option('--database <url|file>', 'catalogue to remember in (default: a file in the state folder)');
}

function duration(flags: string, text: string, ms: number, shown: string): Option {
  return new Option(flags, text).default(ms, shown).argParser(parseDuration);
}

function number(flags: string, text: string, least: number, standard: number): Option {
  return new Option(flags, text).default(standard).argParser(parseCount(least));
}
