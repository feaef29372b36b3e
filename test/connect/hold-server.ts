import { attempt, serverPlan } from './attempt.ts';

// Starts a silent server that leaves processes behind and waits for it; a test kills us meanwhile.
const marker = process.env.MARKER ?? '';
const modes = ['silent', 'grandchildren', 'ignores-signals', marker];
await attempt(serverPlan('hostile.mjs', modes, { env: { MARKER: marker } }), { timeoutMs: 60_000 });
