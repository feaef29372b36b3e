import { readFile, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { readClientConfig } from '../clients/read-client-config.ts';
import { fileReason } from '../files/file-reason.ts';
import type { TargetSource } from '../target-source.ts';

/** Largest client config that is read; real ones stay below 100 KB, but some clients keep their history in the same file. */
const MAX_CONFIG_BYTES = 64 * 2 ** 20;

/** The config file of an MCP client: every server in it becomes a target. */
export const configFile: TargetSource = {
  id: 'config-file',
  form: 'path/to/mcp.json',
  accepts: (argument) => /[/\\]/.test(argument) || /\.(?:jsonc?|toml|ya?ml)$/i.test(argument),
  async read(argument, context) {
    const file = resolve(context.cwd, argument);
    try {
      const { size } = await stat(file);
      if (size > MAX_CONFIG_BYTES)
        return [{ target: argument, problem: `is larger than ${MAX_CONFIG_BYTES / 2 ** 20} MB`, endsList: true }];
      return readClientConfig(await readFile(file, 'utf8'), { file, shown: argument }, context);
    } catch (error) {
      return [{ target: argument, problem: `cannot be read: ${fileReason(error)}`, endsList: true }];
    }
  },
};
