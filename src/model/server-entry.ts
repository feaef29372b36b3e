import { z } from 'zod';

/** One environment variable, header or argument that a server declares (registry schema 2025-12-11, `Input`). Never its value. */
export const DeclaredInput = z.object({
  name: z.string(),
  description: z.string().optional(),
  isRequired: z.boolean().optional(),
  isSecret: z.boolean().optional(),
  default: z.string().optional(),
  choices: z.array(z.string()).optional(),
  /** `string`, `number`, `boolean` or `filepath`. */
  format: z.string().optional(),
});
export type DeclaredInput = z.infer<typeof DeclaredInput>;

/** How a client speaks to a started package or a remote. */
export const TRANSPORTS = ['stdio', 'streamable-http', 'sse'] as const;
export type TransportType = (typeof TRANSPORTS)[number];

/** A package that can be fetched and started (registry schema 2025-12-11, `Package`). */
export const Package = z.object({
  /** `npm`, `pypi`, `oci`, `mcpb`, or another word of the registry. */
  registryType: z.string(),
  identifier: z.string(),
  /** Exact version, or a range or tag to be resolved; absent means the newest. */
  version: z.string().optional(),
  transport: z.object({ type: z.enum(TRANSPORTS), url: z.string().optional() }),
  environmentVariables: z.array(DeclaredInput),
  /** Arguments for the server, in order. Secrets among them stand as `${NAME}`. */
  packageArguments: z.array(z.string()),
  /** The program of the package to start (`npx -p pkg program`), where it is not the package's own. */
  program: z.string().optional(),
});
export type Package = z.infer<typeof Package>;

/** A server that already runs somewhere (registry schema 2025-12-11, `Remote`). */
export const Remote = z.object({
  type: z.enum(['streamable-http', 'sse']),
  /** URL without user info; `{name}` parts are variables. */
  url: z.string(),
  headers: z.array(DeclaredInput),
});
export type Remote = z.infer<typeof Remote>;

/** A command of the operator's own, run in the sandbox with its folder read-only. */
export const LocalCommand = z.object({
  /** Program and arguments; secrets among them stand as `${NAME}`. */
  argv: z.array(z.string()).min(1),
  /** Folder that the command needs, an absolute path; absent where it needs none. */
  projectFolder: z.string().optional(),
  environmentVariables: z.array(DeclaredInput),
});
export type LocalCommand = z.infer<typeof LocalCommand>;

/** Where an entry was found. */
export const Origin = z.object({
  /** Id of the source: `argument`, `client-config`, `registry`, … */
  source: z.string(),
  /** What the source calls the server: the typed target, a config key, a registry name. */
  name: z.string(),
  /** File or base URL, without secrets. */
  place: z.string().optional(),
  /** What the source says of the server's life, where it says so; see `isWithdrawn`. */
  status: z.enum(['active', 'deprecated', 'deleted']).optional(),
});
export type Origin = z.infer<typeof Origin>;

/** A server that can be started or contacted. Holds names of secrets, never values. */
export const ServerEntry = z.object({
  /** Stable id, see `server-id.ts`. */
  id: z.string(),
  title: z.string().optional(),
  version: z.string().optional(),
  packages: z.array(Package),
  remotes: z.array(Remote),
  command: LocalCommand.optional(),
  origins: z.array(Origin),
});
export type ServerEntry = z.infer<typeof ServerEntry>;

/** Says whether every place that named a server has withdrawn it: then it is not looked at, but known to be gone. */
export function isWithdrawn({ origins }: Pick<ServerEntry, 'origins'>): boolean {
  return origins.length > 0 && origins.every(({ status }) => status === 'deleted');
}
