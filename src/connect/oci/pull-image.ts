import { z } from 'zod';
import { Fault } from '../../model/fault.ts';
import { type FetchContext, timeLeft } from '../fetch/fetcher.ts';
import { runTool, type ToolOutcome } from '../fetch/run-tool.ts';
import { type ImageReference, writeImageReference } from './image-reference.ts';

/** Variables by which the engine would pull to another place than where the image is started from. */
const ELSEWHERE =
  'DOCKER_HOST DOCKER_CONTEXT CONTAINER_HOST CONTAINER_CONNECTION CONTAINERS_CONF CONTAINERS_STORAGE_CONF STORAGE_DRIVER STORAGE_OPTS XDG_DATA_HOME'.split(
    ' ',
  );

/** A manifest, as far as it tells the bytes of its layers, and a list of them by kinds of machine (OCI image spec 1.1). */
const Manifest = z.object({ layers: z.array(z.object({ size: z.number() })) });
const Index = z.object({
  manifests: z.array(
    z.object({ digest: z.string(), platform: z.object({ architecture: z.string(), os: z.string() }) }),
  ),
});
/** This machine as images name it, where Node names it otherwise. */
const ARCHITECTURE: Readonly<Record<string, string>> = { x64: 'amd64', ia32: '386' };

/** What the words of the engines mean. */
const MEANINGS: readonly [
  pattern: RegExp,
  code: 'not-found' | 'install-failed' | 'unsupported',
  message: string,
  nextStep: string,
][] = [
  [
    /manifest unknown|not found|name unknown|repository .* does not exist|unknown: /i,
    'not-found',
    'the registry has no such image',
    'check the name and the tag',
  ],
  [
    /no matching manifest|no image found in .* for architecture|exec format/i,
    'unsupported',
    'there is no image for this kind of machine',
    'scan it on a machine that it is made for',
  ],
  [
    /unauthorized|denied|forbidden|authentication required/i,
    'install-failed',
    'the registry refused the download',
    'check the name, or log in with docker login or podman login',
  ],
  [
    /no such host|i\/o timeout|connection refused|network is unreachable|deadline exceeded|dial tcp|server misbehaving/i,
    'install-failed',
    'the registry could not be reached',
    'check the network and the registry settings of the container engine',
  ],
  [/no space left/i, 'install-failed', 'the disk is full', 'free space, or lower the limit of the install cache'],
];

/**
 * Pulls an image with the operator's registry settings; nothing of it runs. Images whose packed layers alone pass
 * `limitBytes` are not pulled, where the engine can tell. Throws `not-found`, `install-failed`, `unsupported`.
 */
export async function pullImage(
  engine: string,
  image: ImageReference,
  limitBytes: number,
  context: Pick<FetchContext, 'deadline' | 'signal'>,
): Promise<void> {
  const reference = writeImageReference(image);
  const call = (args: string[]) =>
    runTool(['env', ...ELSEWHERE.flatMap((name) => ['-u', name]), engine, ...args], {
      timeoutMs: timeLeft(context),
      signal: context.signal,
      cwd: '/',
    });
  const manifest = await call(['manifest', 'inspect', reference]);
  const own = ownDigest(manifest);
  const chosen = own === undefined ? manifest : await call(['manifest', 'inspect', `${image.name}@${own}`]);
  refuseLarge(reference, packedBytes(chosen), limitBytes);
  const outcome = await call(['pull', '--quiet', reference]);
  if (outcome.code !== 0) throw pullFault(outcome, reference);
}

/** Throws where an image holds more than all installs may. */
export function refuseLarge(reference: string, bytes: number, limitBytes: number): void {
  if (bytes <= limitBytes) return;
  const size = `${(bytes / 1e9).toFixed(1)} GB`;
  throw new Fault('install-failed', 'fetch', `${reference} holds ${size}, more than the install cache may`, {
    nextStep: 'raise the limit of the install cache',
  });
}

function packedBytes(outcome: ToolOutcome): number {
  const manifest = Manifest.safeParse(readJson(outcome));
  return manifest.success ? manifest.data.layers.reduce((sum, { size }) => sum + size, 0) : 0;
}

/** Of a list of images, the one for this machine. */
function ownDigest(outcome: ToolOutcome): string | undefined {
  const index = Index.safeParse(readJson(outcome));
  const architecture = ARCHITECTURE[process.arch] ?? process.arch;
  const manifests = index.success ? index.data.manifests : [];
  return manifests.find(({ platform }) => platform.os === 'linux' && platform.architecture === architecture)?.digest;
}

/** The JSON that was told; podman before 4.4 shows the manifest of a single image only in its complaint that it is one. */
function readJson({ code, stdout, stderr }: ToolOutcome): unknown {
  try {
    if (code === 0) return JSON.parse(stdout);
    const [, quoted = '""'] = /parsing manifest blob ("(?:[^"\\]|\\.)*")/.exec(stderr) ?? [];
    return JSON.parse(String(JSON.parse(quoted)));
  } catch {
    return undefined;
  }
}

function pullFault(outcome: ToolOutcome, reference: string): Fault {
  const stderrTail = outcome.stderr.trim().slice(-4096);
  if (outcome.isLate) {
    const nextStep = 'raise --install-timeout, or check the network';
    return new Fault('install-failed', 'fetch', `pulling ${reference} took too long`, { nextStep, stderrTail });
  }
  const meaning = MEANINGS.find(([pattern]) => pattern.test(outcome.stderr));
  if (meaning !== undefined) {
    const [, code, message, nextStep] = meaning;
    return new Fault(code, 'fetch', `${reference}: ${message}`, { nextStep, stderrTail });
  }
  const reason = stderrTail.split('\n').at(-1)?.slice(0, 200) ?? '';
  return new Fault('install-failed', 'fetch', `${reference} could not be pulled: ${reason}`, { stderrTail });
}
