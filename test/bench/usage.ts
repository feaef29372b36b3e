import { writeFileSync } from 'node:fs';

// Loaded before a program (`node --import`), it writes what the process used into the file that TOOLRISK_BENCH_USAGE names.

const file = process.env.TOOLRISK_BENCH_USAGE;
if (file !== undefined)
  process.on('exit', () => {
    const { user, system } = process.cpuUsage();
    writeFileSync(
      file,
      JSON.stringify({ cpuSeconds: (user + system) / 1e6, peakMb: process.resourceUsage().maxRSS / 1024 }),
    );
  });
