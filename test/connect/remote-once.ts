import { listRemote } from '../../src/connect/list-remote.ts';
import { DEFAULT_CAPS } from '../../src/connect/options.ts';

// Lists the remote of argv over its type and prints when it was done; a test looks how soon this process then ends.
const [type, url = ''] = process.argv.slice(2);
const remote = { type: type === 'sse' ? ('sse' as const) : ('streamable-http' as const), url };
const signal = AbortSignal.timeout(30_000);
const listing = await listRemote(remote, { caps: DEFAULT_CAPS, signal, headers: new Map(), allowPrivate: true });
process.stdout.write(`${listing.tools.length} ${Date.now()}`);
