import type { Command } from 'commander';
import { COMMANDS } from '../../src/cli/commands/index.ts';
import { PROCESS_EXITS } from '../../src/cli/exit.ts';
import { buildProgram } from '../../src/cli/program.ts';
import { EXIT_CODES } from '../../src/model/exit-code.ts';
import { FAILURE_CODES } from '../../src/model/failure.ts';
import { describeAccuracy } from './accuracy-part.ts';

/** The parts of the README that are made from the code, by the name in their markers. */
const README_PARTS: Readonly<Record<string, () => string | Promise<string>>> = {
  accuracy: describeAccuracy,
  commands: describeCommands,
  'exit codes': describeExitCodes,
  'failure codes': describeFailureCodes,
};

const HELP_COLUMNS = 100;

/** Puts every generated part between its markers. Throws when a marker is missing. */
export async function withGeneratedParts(readme: string): Promise<string> {
  let text = readme;
  for (const [name, write] of Object.entries(README_PARTS)) {
    const [start, end] = [`<!-- generated: ${name} -->`, `<!-- end: ${name} -->`];
    const [from, to] = [text.indexOf(start), text.indexOf(end)];
    if (from === -1 || to < from) throw new Error(`README.md lacks the markers ${start} and ${end}`);
    text = `${text.slice(0, from + start.length)}\n${await write()}\n${text.slice(to)}`;
  }
  return text;
}

async function describeCommands(): Promise<string> {
  const names = COMMANDS.map(({ name }) => name);
  const program = await buildProgram(COMMANDS, names, async () => {});
  const helps = program.commands.map((command) => {
    const texts = [command, ...command.commands].map(helpOf).join('\n\n');
    return `<details><summary><code>toolrisk ${command.name()}</code>: ${command.summary()}</summary>\n\n\`\`\`text\n${texts}\n\`\`\`\n\n</details>`;
  });
  return helps.join('\n');
}

function helpOf(command: Command): string {
  command.configureOutput({ getOutHelpWidth: () => HELP_COLUMNS, getOutHasColors: () => false });
  return command
    .helpInformation()
    .trim()
    .replaceAll(/[ \t]+$/gm, '');
}

function describeExitCodes(): string {
  const rows = [...EXIT_CODES, ...PROCESS_EXITS].map(([code, meaning]) => `| ${code} | ${meaning} |`);
  return ['| code | when |', '|---:|---|', ...rows].join('\n');
}

function describeFailureCodes(): string {
  const rows = Object.entries(FAILURE_CODES).map(
    ([code, [meaning, nextStep]]) => `| \`${code}\` | ${meaning} | ${nextStep} |`,
  );
  return ['| code | what happened | next step |', '|---|---|---|', ...rows].join('\n');
}
