import { z } from 'zod';
import { resolveTargets } from '../index.ts';
import { readServerJson } from '../server-json/read-server-json.ts';
import { RegistryRecord } from '../server-json/server-json.ts';
import type { ServerTarget, TargetProblem } from '../target.ts';
import type { SourceContext } from '../target-source.ts';

/** Where a record stands. */
export type RecordPlace = { target: string; place: string };

const text = z.string().min(1).max(2000);
const names = z.array(z.union([text, z.object({ name: text }).transform(({ name }) => name)])).nullish();

/** Shape of a target as the command line takes it, with its version beside it. */
const TargetRecord = z.object({ target: text, version: text.nullish() });
/** Shape of one package or remote on its own, in the terms of server.json. */
const FlatRecord = z.object({
  name: text.nullish(),
  title: text.nullish(),
  registryType: text,
  identifier: text.nullish(),
  url: text.nullish(),
  version: text.nullish(),
  transport: z.union([text, z.object({ type: text }).transform(({ type }) => type)]).nullish(),
  requiredEnv: names,
  headers: names,
});

/** Reads one record of any of the shapes: which one it has is told by its fields. */
export async function readRecord(
  value: unknown,
  where: RecordPlace,
  context: SourceContext,
): Promise<(ServerTarget | TargetProblem)[]> {
  const target = TargetRecord.safeParse(value);
  if (target.success) return await readTarget(target.data, where, context);
  const flat = FlatRecord.safeParse(value);
  if (flat.success) return readFlat(flat.data, where);
  const record = RegistryRecord.safeParse(value);
  if (!record.success)
    return [{ target: where.target, problem: 'is no entry: it has no target, no registryType and no server' }];
  if (record.data.isLatest === false) return [];
  const { server, status } = record.data;
  return readServerJson(server, { source: 'json-lines', target: () => where.target, place: where.place, status });
}

/** A version is joined as the kind of target wants it; paths to other files are not followed. */
async function readTarget(
  { target, version }: z.infer<typeof TargetRecord>,
  where: RecordPlace,
  context: SourceContext,
): Promise<(ServerTarget | TargetProblem)[]> {
  const [prefix] = /^(?:npm:|pypi:|https?:|registry:)/i.exec(target) ?? [];
  if (prefix === undefined)
    return [{ target: where.target, problem: 'names a target of another kind than npm:, pypi:, registry: or a URL' }];
  const mark = prefix === 'npm:' ? '@' : '==';
  const hasVersion = version == null || !/^(?:npm|pypi):$/.test(prefix) || target.includes(mark, prefix.length + 1);
  const items: (ServerTarget | TargetProblem)[] = [];
  for await (const item of resolveTargets([hasVersion ? target : target + mark + version], undefined, context))
    items.push(item);
  const origin = { source: 'json-lines', name: target, place: where.place };
  return items.map((item) =>
    'problem' in item ? item : { ...item, target: where.target, entry: { ...item.entry, origins: [origin] } },
  );
}

function readFlat(record: z.infer<typeof FlatRecord>, where: RecordPlace): (ServerTarget | TargetProblem)[] {
  const { registryType, identifier, version, transport, url } = record;
  const required = (record.requiredEnv ?? []).map((name) => ({ name, isRequired: true }));
  const isRemote = registryType === 'remote';
  const server = {
    name: record.name ?? identifier ?? url,
    title: record.title,
    packages: isRemote
      ? []
      : [{ registryType, identifier, version, transport: transport ?? 'stdio', environmentVariables: required }],
    remotes: isRemote ? [{ type: transport, url, headers: record.headers ?? [] }] : [],
  };
  return readServerJson(server, { source: 'json-lines', target: () => where.target, place: where.place });
}
