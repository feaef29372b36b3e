import type { CliCommand } from '../command.ts';
import { catalog } from './catalog.ts';
import { classify } from './classify.ts';
import { demo } from './demo.ts';
import { diff } from './diff.ts';
import { doctor } from './doctor.ts';
import { evaluate } from './eval.ts';
import { explain } from './explain.ts';
import { fit } from './fit.ts';
import { nightly } from './nightly.ts';
import { policy } from './policy.ts';
import { report } from './report.ts';
import { review } from './review.ts';
import { scan } from './scan.ts';
import { worker } from './worker.ts';

/** Every command, in the order of the alphabet. A new command is one file here and one line below. */
export const COMMANDS: readonly CliCommand[] = [
  catalog,
  classify,
  demo,
  diff,
  doctor,
  evaluate,
  explain,
  fit,
  nightly,
  policy,
  report,
  review,
  scan,
  worker,
];
