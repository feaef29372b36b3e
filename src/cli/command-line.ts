import { CommanderError } from 'commander';
import type { ExitCode } from '../model/exit-code.ts';
import { createRedactor } from '../model/redact.ts';
import type { CliContext } from './command.ts';
import { COMMANDS } from './commands/index.ts';
import type { Environment } from './environment.ts';
import { type Ending, endingOf, endingOfError } from './exit.ts';
import { flushOutput, note, tolerateClosedPipes } from './output.ts';
import { buildProgram, splitTrailing } from './program.ts';
import { listenForStop } from './stop-signal.ts';

/** Runs the command line: the words after the program's name. Gives how the process should end. */
async function runCommandLine(words: readonly string[], environment: Environment): Promise<Ending> {
  const stop = listenForStop();
  const { own, trailing } = splitTrailing(words);
  const secrets = [environment.openaiApiKey?.reveal() ?? ''];
  const context: CliContext = { environment, trailing, secrets, signal: stop.signal };
  let codes: ExitCode[] = [];
  try {
    const program = await buildProgram(COMMANDS, own, async (command, declared) => {
      codes = await command.run(declared, context);
    });
    await program.parseAsync(own, { from: 'user' });
    return endingOf(codes, stop.stoppedBy());
  } catch (error) {
    // Commander has already said what is wrong; asking for help or the version is no error.
    if (error instanceof CommanderError) return { code: error.exitCode === 0 ? 0 : 2 };
    return endingOfError(error, stop.stoppedBy(), createRedactor(secrets));
  }
}

/** Runs the command line and ends the process as it says. */
export async function runAndExit(words: readonly string[], environment: Environment): Promise<never> {
  tolerateClosedPipes();
  const ending = await runCommandLine(words, environment);
  if (ending.message !== undefined) note(`toolrisk: ${ending.message}`);
  await flushOutput();
  // A socket or timer that a library forgot must not keep a finished scan waiting.
  process.exit(ending.code);
}
