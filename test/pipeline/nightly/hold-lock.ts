import { takeLockFile } from '../../../src/pipeline/nightly/lock-file.ts';

/** Takes a lock and tells so, then holds it until it is killed: `node hold-lock.ts FILE`. */
const lock = takeLockFile(process.argv[2] ?? '', new Date('2026-11-21T01:00:00Z'));
process.stdout.write(lock.tookOver ?? 'held');
setInterval(() => undefined, 1000);
