import { generateKeyPairSync, randomUUID } from 'node:crypto';
import { access, mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { PlaceholderFiles } from './placeholder.ts';

/** Bits of the made-up key: enough for libraries that refuse short ones. */
const KEY_BITS = 2048;

/** The placeholder files in their folder, which the sandbox shows read-only; written once. */
export async function placeholderFiles(installs: string): Promise<PlaceholderFiles & { folder: string }> {
  const folder = join(installs, '.placeholders');
  const files = { folder, credentials: join(folder, 'credentials.json'), empty: join(folder, 'empty.db') };
  const isThere = await access(files.credentials).then(
    () => true,
    () => false,
  );
  if (isThere) return files;
  await mkdir(folder, { recursive: true });
  await writeFile(files.empty, '');
  // Several servers of one run may be the first at once: each writes its own draft.
  const draft = `${files.credentials}.${randomUUID()}`;
  await writeFile(draft, JSON.stringify(madeUpCredentials(), null, 2));
  await rename(draft, files.credentials);
  return files;
}

/** A service account and an OAuth client in one, as Google's libraries read them, with a key that opens nothing. */
function madeUpCredentials(): object {
  const { privateKey } = generateKeyPairSync('rsa', {
    modulusLength: KEY_BITS,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
  const client = {
    client_id: 'placeholder.apps.example.com',
    client_secret: 'placeholder-secret',
    redirect_uris: ['http://localhost:3000/callback'],
    auth_uri: 'https://example.com/auth',
    token_uri: 'https://example.com/token',
  };
  return {
    type: 'service_account',
    project_id: 'placeholder-project',
    private_key_id: '0123456789abcdef0123456789abcdef01234567',
    private_key: privateKey,
    client_email: 'user@example.com',
    ...client,
    installed: client,
    web: client,
  };
}
