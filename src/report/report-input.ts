import type { Run, ServerResult } from '../model/run.ts';
import type { Summary } from './summary.ts';

/** The one object that feeds every format. */
export type ReportInput = {
  run: Run;
  /** Counts over all of `servers`, as `Tally` makes them. */
  summary: Summary;
  /** Starts reading the servers from the first; formats may call it more than once, and hold one server at a time. */
  servers: () => AsyncIterable<ReportServer>;
};

/** One server with the text of its default policy. */
export type ReportServer = { result: ServerResult; policyText?: string };

/** A report format: one file in `formats/`, one line in its list. */
export type ReportFormat = {
  /** Value of `--format`, and the extension's stem: `html`, `markdown`, `csv`, `json`. */
  id: string;
  title: string;
  /** File name in `--out`: `report.html`. */
  fileName: string;
  /** Streams the text; pure but for reading `servers`. */
  render: (input: ReportInput) => AsyncIterable<string>;
};
