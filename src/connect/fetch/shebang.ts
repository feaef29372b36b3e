import { open } from 'node:fs/promises';

/** Bytes read of a file to see what it is. */
const HEAD_BYTES = 512;

/**
 * What a file is to be run with: the base name of its interpreter and the flags, `binary` for machine code, undefined
 * for a script that does not say.
 */
export async function readShebang(file: string): Promise<[string, ...string[]] | 'binary' | undefined> {
  const handle = await open(file, 'r');
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0);
    return parseShebang(buffer.subarray(0, bytesRead));
  } finally {
    await handle.close();
  }
}

function parseShebang(head: Buffer): [string, ...string[]] | 'binary' | undefined {
  // ELF, and the Mach-O and PE forms that cannot run here but are no scripts either.
  if (/^(?:7f454c46|cffaedfe|cefaedfe|cafebabe|4d5a)/.test(head.toString('hex', 0, 4))) return 'binary';
  const line = /^\ufeff?#!\s*([^\r\n]+)/.exec(head.toString('utf8'))?.[1];
  if (line === undefined) return undefined;
  const words = line.trim().split(/\s+/);
  const isEnv = /(?:^|\/)env$/.test(words[0] ?? '');
  const rest = isEnv ? words.slice(1).filter((word, index) => !(index === 0 && word === '-S')) : words;
  const [program, ...flags] = rest.filter((word) => !/^[A-Za-z_]\w*=/.test(word));
  return program === undefined ? undefined : [program.replace(/^.*\//, ''), ...flags];
}
