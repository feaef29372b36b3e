import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, copyFileSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** A registry of images on loopback that speaks the OCI distribution protocol, as far as pulling needs it. */
export type ImageRegistry = {
  /** `127.0.0.1:<port>`, the first part of its images' names. */
  host: string;
  /** Paths that were asked for. */
  asked: string[];
  /** Publishes an image whose program is a server in the shell's language; gives its digest. */
  publish: (name: string, tag: string, server: string, config?: object) => string;
  /** Puts a published image under a tag as one of several, each for its kind of machine; gives the digest of the list. */
  publishIndex: (name: string, tag: string, digest: string) => string;
  close: () => Promise<void>;
};

/** A server for a shell without any other program: `told` is the description of its tool. */
export const SHELL_SERVER = `
told=\${told:-plain}
while read -r line; do
  id=\${line#*\\"id\\":}; id=\${id%%[,\\}]*}
  case $line in
    *'"initialize"'*) echo '{"jsonrpc":"2.0","id":'$id',"result":{"protocolVersion":"2025-06-18","capabilities":{"tools":{}},"serverInfo":{"name":"harbor","version":"1"}}}' ;;
    *'"tools/list"'*) echo '{"jsonrpc":"2.0","id":'$id',"result":{"tools":[{"name":"dock_ship","description":"'"$told"'","inputSchema":{"type":"object"}}]}}' ;;
  esac
done
`;

/** This machine as images name it. */
const ARCHITECTURE = process.arch === 'x64' ? 'amd64' : process.arch;

/** Starts a registry without images. */
export async function startImageRegistry(): Promise<ImageRegistry> {
  const blobs = new Map<string, { type: string; bytes: Buffer }>();
  const tags = new Map<string, string>();
  const asked: string[] = [];
  const server = createServer((request, response) => {
    const path = request.url ?? '';
    asked.push(path);
    const [, name = '', kind = '', reference = ''] = /^\/v2\/(.+)\/(manifests|blobs)\/([^/]+)$/.exec(path) ?? [];
    const digest = reference.startsWith('sha256:') ? reference : tags.get(`${name}:${reference}`);
    const found = blobs.get(`${name}@${digest}`);
    if (path === '/v2/') return void response.writeHead(200).end('{}');
    if (found === undefined) {
      const code = kind === 'manifests' ? 'MANIFEST_UNKNOWN' : 'BLOB_UNKNOWN';
      response.writeHead(404, { 'content-type': 'application/json' });
      return void response.end(JSON.stringify({ errors: [{ code, message: 'manifest unknown' }] }));
    }
    response.writeHead(200, {
      'content-type': found.type,
      'content-length': found.bytes.length,
      'docker-content-digest': digest,
    });
    return void response.end(request.method === 'HEAD' ? undefined : found.bytes);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));

  function put(name: string, type: string, bytes: Buffer): { mediaType: string; digest: string; size: number } {
    const digest = digestOf(bytes);
    blobs.set(`${name}@${digest}`, { type, bytes });
    return { mediaType: type, digest, size: bytes.length };
  }

  function publish(name: string, tag: string, script: string, config: object = {}): string {
    const layer = rootWith(script);
    const machine = { architecture: ARCHITECTURE, os: 'linux' };
    const rootfs = { type: 'layers', diff_ids: [digestOf(layer)] };
    const own = { Entrypoint: ['/bin/sh', '/server.sh'], ...config };
    const settings = Buffer.from(JSON.stringify({ ...machine, rootfs, config: own }));
    const manifest = {
      schemaVersion: 2,
      mediaType: 'application/vnd.oci.image.manifest.v1+json',
      config: put(name, 'application/vnd.oci.image.config.v1+json', settings),
      layers: [put(name, 'application/vnd.oci.image.layer.v1.tar', layer)],
    };
    const { digest } = put(name, manifest.mediaType, Buffer.from(JSON.stringify(manifest)));
    tags.set(`${name}:${tag}`, digest);
    return digest;
  }

  function publishIndex(name: string, tag: string, digest: string): string {
    const mediaType = 'application/vnd.oci.image.manifest.v1+json';
    const size = blobs.get(`${name}@${digest}`)?.bytes.length;
    const other = {
      mediaType,
      digest: digestOf(Buffer.from('other')),
      size,
      platform: { architecture: 's390x', os: 'linux' },
    };
    const manifests = [other, { mediaType, digest, size, platform: { architecture: ARCHITECTURE, os: 'linux' } }];
    const type = 'application/vnd.oci.image.index.v1+json';
    const index = put(name, type, Buffer.from(JSON.stringify({ schemaVersion: 2, mediaType: type, manifests })));
    tags.set(`${name}:${tag}`, index.digest);
    return index.digest;
  }

  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { host, asked, publish, publishIndex, close: () => closed(server) };
}

/** A root folder as a tar archive: the shell of this machine with its libraries, and the server. */
function rootWith(script: string): Buffer {
  const root = mkdtempSync(join(tmpdir(), 'image-'));
  try {
    const shell = realpathSync('/bin/sh');
    const libraries = [...execFileSync('ldd', [shell], { encoding: 'utf8' }).matchAll(/(\/\S+) \(0x/g)].map(
      ([, path = '']) => path,
    );
    for (const [from, to] of [[shell, '/bin/sh'], ...libraries.map((path) => [path, path])] as [string, string][]) {
      mkdirSync(join(root, dirname(to)), { recursive: true });
      copyFileSync(realpathSync(from), join(root, to));
    }
    writeFileSync(join(root, 'server.sh'), script);
    mkdirSync(join(root, 'data'));
    for (const path of ['', 'server.sh', 'data']) chmodSync(join(root, path), 0o755);
    return execFileSync('tar', ['--create', '--directory', root, '--owner=0', '--group=0', '.'], {
      maxBuffer: 64 * 2 ** 20,
    });
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

function digestOf(bytes: Buffer): string {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
}

async function closed(server: Server): Promise<void> {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
}
