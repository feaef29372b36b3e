import type { CliCommand } from '../command.ts';
import { decide } from './decide.ts';
import { exportReviews } from './export.ts';
import { importReviews } from './import.ts';
import { list } from './list.ts';
import { show } from './show.ts';
import { stats } from './stats.ts';
import { undo } from './undo.ts';

/** Every command below `review`, in the order of the alphabet. */
export const REVIEW_COMMANDS: readonly CliCommand[] = [decide, exportReviews, importReviews, list, show, stats, undo];
