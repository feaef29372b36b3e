#!/usr/bin/env node
import { enableCompileCache } from 'node:module';
import { join } from 'node:path';
import { readEnvironment } from './environment.ts';

// Node keeps what it compiled of us from the second start on: that halves the time of a small command. The folder is
// the operator's own; where it cannot be written, nothing is kept. All else is imported after this.
const environment = readEnvironment();
enableCompileCache(join(environment.places.installs, '.compiled'));
const { runAndExit } = await import('./command-line.ts');
await runAndExit(process.argv.slice(2), environment);
