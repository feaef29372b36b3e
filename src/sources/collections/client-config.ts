import { configFile } from '../arguments/config-file.ts';
import type { Collection } from './collection.ts';

/** The config of an MCP client. */
export const clientConfig: Collection = {
  id: 'client-config',
  title: 'the config file of an MCP client',
  async *read({ from }, context) {
    yield* await configFile.read(from, context);
  },
};
