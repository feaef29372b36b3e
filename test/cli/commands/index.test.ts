import { readdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import { COMMANDS } from '../../../src/cli/commands/index.ts';

const FOLDER = resolve(import.meta.dirname, '../../../src/cli/commands');
const names = COMMANDS.map(({ name }) => name);

describe('the list of commands', () => {
  it('names every file of its folder, in the order of the alphabet', () => {
    const files = readdirSync(FOLDER).filter((file) => file !== 'index.ts');
    expect(names.map((name) => `${name}.ts`)).toEqual(files.sort());
  });
});

describe.each(COMMANDS)('$name', (command) => {
  it('has a summary for a list: no capital, no full stop, one line', () => {
    expect(command.summary).toMatch(/^[a-z][^\n]{10,90}[^.\n]$/);
  });

  it('says of every option and argument what it is for', async () => {
    const declared = await command.declare(new Command(command.name));
    for (const { description, flags } of declared.options) expect(description, flags).not.toBe('');
    for (const argument of declared.registeredArguments) expect(argument.description, argument.name()).not.toBe('');
  });
});
