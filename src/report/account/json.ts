import { stringifyJson } from '../../model/escape/json.ts';
import type { AccountFormat } from './account-format.ts';

/** The account as it is, for programs; also what `--webhook` posts. */
export const json: AccountFormat = {
  id: 'json',
  fileName: 'account.json',
  render: (account) => `${stringifyJson(account, 2)}\n`,
};
