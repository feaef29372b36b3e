import type { TargetSource } from '../target-source.ts';

/** A server by its name in an MCP registry. No registry is asked yet: what the operator can write instead is said. */
export const registry: TargetSource = {
  id: 'registry',
  form: 'registry:<name>',
  accepts: (argument) => argument.startsWith('registry:'),
  read: async (argument) => [
    {
      target: argument,
      problem:
        'names a registry, and none is set: give the package or address of its server.json instead, as npm:<name>, pypi:<name> or https://…',
    },
  ],
};
