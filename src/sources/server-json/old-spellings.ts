import { isJsonObject } from '../../model/json.ts';

/** Field names of server.json before schema 2025-09-16, and of its drafts, by their names today (server.json changelog). */
const TODAY: ReadonlyMap<string, string> = new Map([
  ['registry_type', 'registryType'],
  ['registry_name', 'registryType'],
  ['registry_base_url', 'registryBaseUrl'],
  ['runtime_hint', 'runtimeHint'],
  ['runtime_arguments', 'runtimeArguments'],
  ['package_arguments', 'packageArguments'],
  ['environment_variables', 'environmentVariables'],
  ['is_required', 'isRequired'],
  ['is_secret', 'isSecret'],
  ['is_repeated', 'isRepeated'],
  ['value_hint', 'valueHint'],
  ['transport_type', 'type'],
]);

/** An object with its old field names replaced; a field under today's name wins. Only its own level is touched. */
export function renameOldFields(value: unknown): unknown {
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .map(([key, field]) => [TODAY.get(key) ?? key, field, TODAY.has(key) ? 0 : 1] as const)
      .sort(([, , a], [, , b]) => a - b)
      .map(([key, field]) => [key, field]),
  );
}
