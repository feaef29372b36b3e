import { readdirSync } from 'node:fs';
import { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import { CATALOG_COMMANDS } from '../../../src/cli/catalog/index.ts';

/** Files of the folder that are no commands. */
const PARTS = ['flags.ts', 'index.ts', 'rows.ts'];

describe('the list of commands below catalog', () => {
  it('names every command of its folder, in the order of the alphabet', () => {
    const files = readdirSync(new URL('../../../src/cli/catalog/', import.meta.url));
    const commands = files.filter((file) => !PARTS.includes(file)).sort();
    expect(CATALOG_COMMANDS.map(({ name }) => `${name}.ts`)).toEqual(commands);
  });

  it.each(CATALOG_COMMANDS)('says of every option and argument of $name what it is for', async (command) => {
    const declared = await command.declare(new Command(command.name));
    for (const { description, flags } of declared.options) expect(description, flags).not.toBe('');
    for (const argument of declared.registeredArguments) expect(argument.description, argument.name()).not.toBe('');
  });
});
