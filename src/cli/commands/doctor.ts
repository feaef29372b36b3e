import type { CliCommand } from '../command.ts';
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
    const { llmModel, openaiBaseUrl, openaiApiKey } = environment;
    const hasLlm = llmModel !== undefined && (openaiApiKey !== undefined || openaiBaseUrl !== undefined);
    const checks = await examine({
      places: environment.places,
      database: createRedactor([])(database),
      ...(hasLlm
        ? { llm: { model: llmModel, ...(openaiBaseUrl === undefined ? {} : { baseUrl: openaiBaseUrl }) } }
        : {}),
    });
    if (flags.json === true) print(`${stringifyJson({ checks }, 2)}\n`);
    else print(viewChecks(checks, screenOf(process.stdout, environment)));
    const isReady = checks.every(({ status, name }) => status !== 'missing' || name.startsWith('sandbox'));
    return isReady ? [0] : [4];
  },
};
