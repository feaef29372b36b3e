import { Option } from 'commander';
import { InputError } from '../../model/fault.ts';
import { ACCOUNT_FORMATS } from '../../report/account/index.ts';
import type { CliCommand } from '../command.ts';
import { addDatabaseFlag } from '../options.ts';
import { print } from '../output.ts';
import { type PlaceFlags, placeOf } from './flags.ts';

/** `catalog account [RUN]`: the account of a night that is over. */
export const account: CliCommand = {
  name: 'account',
  summary: 'the account of a night: what was due, listed, changed, failed, and what it cost',
  declare: (program) => {
    program
      .argument('[run]', 'id of the run; without one, the night that was accounted for last')
      .addOption(
        new Option('--format <format>', 'print it for a program, a page or a monitor').choices(
          ACCOUNT_FORMATS.map(({ id }) => id),
        ),
      )
      .option('--json', 'print one JSON document, the same as --format json');
    return addDatabaseFlag(program);
  },
  run: async (program, context) => {
    const flags = program.opts<PlaceFlags & { format?: string; json?: boolean }>();
    const [run] = program.args;
    const [{ withCatalog }, { viewAccount }, { screenOf }] = await Promise.all([
      import('../../pipeline/catalog-open.ts'),
      import('../terminal/account-view.ts'),
      import('../terminal/screen.ts'),
    ]);
    const found = await withCatalog(placeOf(flags, context), (catalog) =>
      catalog.schedule.account(run === undefined || run === 'last' ? 'last' : { run }),
    );
    if (found === undefined)
      throw new InputError(run === undefined ? 'no night has an account yet' : `no night "${run}" has an account`);
    const format = ACCOUNT_FORMATS.find(({ id }) => id === (flags.json === true ? 'json' : flags.format));
    print(format?.render(found) ?? viewAccount(found, screenOf(process.stdout, context.environment)));
    return [0];
  },
};
