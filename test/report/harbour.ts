import type { ServerResult } from '../../src/model/run.ts';
import { effects, failed, listed, toolOf, verdictOn } from './fixture.ts';

const listBerths = toolOf('list_berths', 'List the berths of the harbour with their length and who lies there.', [
  'quay',
]);
const bookBerth = toolOf(
  'book_berth',
  'Reserve a berth for a vessel. The harbour fee is charged to the card on file as soon as the berth is confirmed.',
  ['berth_id!', 'vessel!', 'arrival!', 'departure!'],
  { annotations: { readOnlyHint: false, destructiveHint: false } },
);
const logEntry = toolOf('add_log_entry', 'Add an entry to the log book of a vessel.', ['vessel!', 'text!', 'at']);

const purgeBackups = toolOf(
  'purge_backups',
  'Permanently remove backups older than the given number of days. This cannot be undone.',
  ['older_than_days!', 'bucket'],
  { annotations: { readOnlyHint: true } },
);
const runQuery = toolOf('run_query', 'Execute a SQL statement against the warehouse and return its rows.', ['sql!']);
const manageSnapshot = {
  ...toolOf('manage_snapshot', 'List, create or delete snapshots of a volume.', []),
  inputSchema: {
    type: 'object',
    properties: {
      action: { type: 'string', enum: ['list', 'create', 'delete'], description: 'What to do with the snapshot' },
      volume: { type: 'string' },
    },
    required: ['action'],
  },
};
const sync = toolOf('sync', '', ['mode']);

/** A harbour office, a backup store and three servers that could not be listed: every part of a report has something to show. */
export const HARBOUR: readonly ServerResult[] = [
  listed('@harbour/office-mcp', [
    [
      listBerths,
      verdictOn(listBerths, 'Read', {
        confidence: 0.992,
        rationale: 'It lists berths and changes nothing. Nothing in its schema takes a value to store.',
        ...effects('private-data'),
        evidence: [
          { pointer: '/name', quote: 'list', signal: 'name-verb' },
          { pointer: '/description', quote: 'List the berths', signal: 'first-sentence' },
        ],
      }),
    ],
    [
      bookBerth,
      verdictOn(bookBerth, 'Financial', {
        confidence: 0.94,
        runnerUp: 'Write',
        rationale:
          'It reserves a berth and charges the harbour fee to a card. A reservation alone would be Write; the stated charge makes it Financial.',
        ...effects('money', 'irreversible'),
        evidence: [
          { pointer: '/description', quote: 'is charged to the card', signal: 'money-sense' },
          { pointer: '/name', quote: 'book', signal: 'name-verb' },
        ],
      }),
    ],
    [
      logEntry,
      verdictOn(logEntry, 'Write', {
        rationale: 'It adds an entry to a log book. It neither replaces nor removes earlier entries.',
        evidence: [{ pointer: '/description', quote: 'Add an entry', signal: 'first-sentence' }],
      }),
    ],
  ]),
  failed('@harbour/pilot-mcp', {
    code: 'needs-credentials',
    stage: 'start',
    message: 'the server insists on PILOT_TOKEN',
    nextStep: 'needs credentials: set PILOT_TOKEN with --env PILOT_TOKEN',
    stderrTail: 'starting pilot 2.1.0\nError: PILOT_TOKEN was refused by the pilot station',
  }),
  failed('@harbour/radar-mcp', {
    code: 'start-timeout',
    stage: 'initialize',
    message: 'the server did not answer within 30 s',
    nextStep: 'raise --timeout, or start it by hand to see what it waits for',
  }),
  failed('@harbour/tide-mcp', { stderrTail: 'Cannot find module "tide-tables"' }),
  listed(
    'stowage-backup',
    [
      [
        purgeBackups,
        verdictOn(purgeBackups, 'Destructive', {
          confidence: 0.985,
          rationale: 'It removes backups for good. The definition says that this cannot be undone.',
          ...effects('irreversible', 'bulk'),
          needsReview: true,
          reviewReasons: ['annotation-mismatch'],
          evidence: [
            { pointer: '/description', quote: 'Permanently remove backups', signal: 'stated-loss' },
            { pointer: '/description', quote: 'cannot be undone', signal: 'stated-loss' },
            { pointer: '/annotations/readOnlyHint', quote: 'true', signal: 'annotations' },
          ],
          annotationMismatch: [
            { hint: 'readOnlyHint', claimed: true, because: 'The description says that backups are removed.' },
          ],
        }),
      ],
      [
        runQuery,
        verdictOn(runQuery, 'Execute', {
          confidence: 0.96,
          rationale: 'It runs SQL that the caller writes. Nothing confines the statement to reading.',
          ...effects('code-execution', 'private-data'),
          evidence: [
            { pointer: '/description', quote: 'Execute a SQL statement', signal: 'first-sentence' },
            { pointer: '/inputSchema/properties/sql', quote: 'sql', signal: 'free-query' },
          ],
        }),
      ],
      [
        manageSnapshot,
        verdictOn(manageSnapshot, 'Destructive', {
          confidence: 0.93,
          runnerUp: 'Write',
          rationale: 'One of its actions deletes snapshots. The others list and create them.',
          evidence: [
            { pointer: '/inputSchema/properties/action/enum/2', quote: 'delete', signal: 'action-enum' },
            { pointer: '/description', quote: 'delete snapshots', signal: 'first-sentence' },
          ],
          actions: (['Read', 'Write', 'Destructive'] as const).map((category, index) => ({
            parameter: '/inputSchema/properties/action',
            action: ['list', 'create', 'delete'][index] ?? '',
            category,
            confidence: 0.95,
          })),
        }),
      ],
      [
        sync,
        verdictOn(sync, 'Write', {
          confidence: 0.52,
          runnerUp: 'Execute',
          rationale:
            'Its name speaks of copying between two places. It has no description, so what it does is a guess.',
          needsReview: true,
          reviewReasons: ['missing-knowledge', 'low-confidence'],
          evidence: [{ pointer: '/name', quote: 'sync', signal: 'name-verb' }],
        }),
      ],
    ],
    {
      change: 'changed',
      instructions: 'Call list_backups before purge_backups.',
      malformed: [{ index: 4, name: 'restore', reason: 'inputSchema: expected an object' }],
    },
  ),
];
