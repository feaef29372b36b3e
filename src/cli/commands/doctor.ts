import type { CliCommand } from '../command.ts';
import { llmOptionsFrom } from '../llm-options.ts';
import { addDatabaseFlag } from '../options.ts';
import { print } from '../output.ts';

/** `doctor`: what this machine offers, by trying it. */
export const doctor: CliCommand = {
  name: 'doctor',
  summary: 'say what this machine offers: sandboxes, programs, folders, database, LLM',
  declare: (program) => addDatabaseFlag(program.option('--json', 'print one JSON document')),
  run: async (program, { environment }) => {
    const flags = program.opts<{ json?: boolean; database?: string }>();
    const [{ examine }, { databaseOf }, { createRedactor }, { stringifyJson }, { screenOf }, { viewChecks }] =
      await Promise.all([
        import('../../pipeline/doctor.ts'),
        import('../../pipeline/database.ts'),
        import('../../model/redact.ts'),
        import('../../model/escape/json.ts'),
        import('../terminal/screen.ts'),
        import('../terminal/doctor-view.ts'),
      ]);
    const named = flags.database ?? environment.databaseUrl?.reveal();
    const database = await databaseOf({
      places: environment.places,
      ...(named === undefined ? {} : { database: named }),
    });
    const llm = llmOptionsFrom({ llmJobs: 1, llmTimeout: 1 }, environment);
    const checks = await examine({
      places: environment.places,
      database: createRedactor([])(database),
      ...(llm.mode === 'off' ? {} : { llm: { model: llm.model, baseUrl: llm.baseUrl } }),
    });
    if (flags.json === true) print(`${stringifyJson({ checks }, 2)}\n`);
    else print(viewChecks(checks, screenOf(process.stdout, environment)));
    return checks.some(({ status }) => status === 'missing') ? [4] : [0];
  },
};
