import { attemptHostile } from './attempt.ts';

// Lists a hostile server with the modes of argv and prints the most memory in MB that this process ever had.
await attemptHostile(process.argv.slice(2), { timeoutMs: 8000 });
process.stdout.write(`${Math.round(process.resourceUsage().maxRSS / 1024)}\n`);
