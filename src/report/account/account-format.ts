import type { Account } from '../../model/account.ts';

/** A rendering of a night's account: one file here, one line in the list. */
export type AccountFormat = {
  /** Value of `--format`. */
  id: string;
  /** File name in the run folder. */
  fileName: string;
  /** The whole text, a few kB; pure. */
  render: (account: Account) => string;
};
