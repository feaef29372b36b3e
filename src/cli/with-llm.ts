import { escapeTerminal } from '../model/escape/terminal.ts';
import type { LlmOptions } from '../pipeline/llm-options.ts';
import type { OpenLlm } from '../pipeline/open-llm.ts';
import type { CliContext } from './command.ts';
import { ledgerLine } from './ledger-line.ts';
import { note } from './output.ts';

/**
 * Makes a language model ready as the options say, with the catalogue as its cache, hands it to `use`, and tells on
 * stderr what asking took. `use` gets undefined where none is to be asked; then no catalogue is opened either.
 */
export async function withLlm<T>(
  options: LlmOptions,
  database: string | undefined,
  { environment, signal }: CliContext,
  use: (llm: OpenLlm | undefined) => Promise<T>,
): Promise<T> {
  if (options.mode === 'off') return use(undefined);
  const [{ openLlm }, { openCatalog }, { databaseOf }] = await Promise.all([
    import('../pipeline/open-llm.ts'),
    import('../catalog/open-catalog.ts'),
    import('../pipeline/database.ts'),
  ]);
  const named = database ?? environment.databaseUrl?.reveal();
  const place = await databaseOf({ places: environment.places, ...(named === undefined ? {} : { database: named }) });
  const catalog = await openCatalog(place, { now: () => new Date() });
  try {
    const llm = await openLlm(options, {
      cache: catalog.answers,
      onEvent: (event) => {
        if (event.type === 'note') note(`toolrisk: ${escapeTerminal(event.message)}`);
      },
      signal,
    });
    const result = await use(llm);
    if (llm !== undefined) note(ledgerLine(await llm.close()));
    return result;
  } finally {
    await catalog.close();
  }
}
