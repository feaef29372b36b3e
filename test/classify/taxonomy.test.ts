import { describe, expect, it } from 'vitest';
import { judgeByRules } from '../../src/classify/rules.ts';
import { findFacts } from '../../src/classify/signals/index.ts';
import { readSubject } from '../../src/classify/subject.ts';
import type { Category } from '../../src/model/category.ts';
import type { Tool } from '../../src/model/tool.ts';
import { loadLexicon } from '../../src/pipeline/assets.ts';

const lexicon = loadLexicon();

type Extra = {
  properties?: Record<string, unknown>;
  annotations?: Tool['annotations'];
  server?: string;
  siblings?: string[];
};

function judge(name: string, description: string, { properties, annotations, server, siblings }: Extra = {}) {
  const tool = {
    name,
    description,
    inputSchema: { type: 'object', properties: properties ?? {} },
    ...(annotations === undefined ? {} : { annotations }),
  } as Tool;
  const subject = readSubject(tool, { server: server ?? 'npm:desk-mcp', siblings: siblings ?? [] }, lexicon);
  return judgeByRules(subject, findFacts(subject));
}

const text = { type: 'string' };
const WALLET: Extra = { server: 'npm:wallet-mcp', properties: { amount: { type: 'number' }, to: text } };

type Ruling = readonly [ruling: string, category: Category, name: string, description: string, extra?: Extra];

/** Every ruling of the taxonomy on a recurring border, in the order of its table, by definitions of our own. */
const RULINGS: readonly Ruling[] = [
  ['an archive that deletes', 'Destructive', 'survey_archive', 'Archive (delete) a survey'],
  ['a delete with no restore', 'Destructive', 'delete_survey', 'Deletes a survey.'],
  ['a delete into a trash', 'Write', 'delete_survey', 'Moves a survey to the trash.'],
  ['a stated soft delete', 'Write', 'delete_survey', 'Soft deletes a survey.'],
  ['a stated restore', 'Write', 'delete_survey', 'Deletes a survey. It can be restored within 30 days.'],
  ['replacing one record', 'Write', 'put_policy', 'Creates or replaces the policy of a shelf.'],
  ['replacing a set of labels', 'Write', 'set_labels', 'Sets the labels of a survey.'],
  [
    'overwriting a file beyond recovery',
    'Destructive',
    'write_file',
    'Completely overwrites a file. The old contents will be lost.',
    { properties: { path: text, content: text } },
  ],
  ['cancelling a run', 'Write', 'cancel_run', 'Cancels a run.'],
  ['aborting a scan', 'Write', 'abort_scan', 'Aborts a running scan.'],
  ['terminating a process', 'Destructive', 'terminate_process', 'Terminates a process.'],
  ['kicking a client', 'Destructive', 'kick_client', 'Kicks a client off the broker.'],
  ['stopping a service', 'Execute', 'stop_container', 'Stops a container.'],
  ['pausing a machine', 'Execute', 'pause_machine', 'Pauses a machine.'],
  ['scaling a service', 'Execute', 'scale_service', 'Scales a service to a number of replicas.'],
  ['logging out', 'Write', 'logout', 'Logs out of the session.'],
  ['a language that only reads', 'Read', 'run_promql', 'Runs a PromQL query.', { properties: { query: text } }],
  ['free SQL', 'Execute', 'run_query', 'Runs a SQL query.', { properties: { sql: text } }],
  ['confined SQL', 'Read', 'run_query', 'Runs a read-only SQL query.', { properties: { sql: text } }],
  ['SQL confined to SELECT', 'Read', 'query', 'Executes SELECT queries only.', { properties: { sql: text } }],
  [
    'free GraphQL',
    'Execute',
    'execute_graphql',
    'Executes a GraphQL query or mutation.',
    { properties: { query: text } },
  ],
  ['a shell command', 'Execute', 'run_command', 'Runs a shell command.', { properties: { command: text } }],
  ['model output', 'Execute', 'generate_image', 'Generates an image from a prompt.', { properties: { prompt: text } }],
  ['research', 'Read', 'research_topic', 'Researches a topic and answers from sources.'],
  [
    'signing a transaction',
    'Financial',
    'sign_transaction',
    'Signs a transaction with the wallet.',
    { server: 'npm:wallet-mcp' },
  ],
  ['signing plain bytes', 'Read', 'sign_bytes', 'Signs plain bytes with a key.'],
  [
    'a function that carries code',
    'Execute',
    'create_function',
    'Creates a function with the given code.',
    { properties: { name: text, code: text } },
  ],
  ['a stored note', 'Write', 'save_snippet', 'Saves a snippet for later.', { properties: { text } }],
  ['opening a document', 'Write', 'open_document', 'Opens a document.'],
  [
    'opening that is claimed to read',
    'Read',
    'open_document',
    'Opens a document.',
    { annotations: { readOnlyHint: true } },
  ],
  ['an import that runs on', 'Execute', 'import_answers', 'Imports answers asynchronously and returns the job id.'],
  ['an import within the call', 'Write', 'import_answers', 'Imports answers from a sheet.'],
  [
    'an export that runs on',
    'Execute',
    'export_answers',
    'Exports all answers in the background; poll for the status.',
  ],
  ['an export to the caller', 'Read', 'export_answers', 'Exports all answers as CSV and returns them.'],
  ['a screenshot', 'Read', 'take_screenshot', 'Captures a screenshot of the page.'],
  [
    'a screenshot that can be saved',
    'Write',
    'take_screenshot',
    'Captures a screenshot of the page.',
    { properties: { savePath: text } },
  ],
  ['a scrape that returns its page', 'Read', 'scrape_page', 'Scrapes a page and returns its text.'],
  ['requesting an invoice', 'Financial', 'create_invoice', 'Creates an invoice for a customer.'],
  ['a refund', 'Financial', 'refund_charge', 'Refunds a charge.'],
  ['paying', 'Financial', 'pay_bill', 'Pays a bill.'],
  ['placing an order', 'Financial', 'place_order', 'Places a limit order.', { server: 'npm:broker-trading-mcp' }],
  ['cancelling an order', 'Financial', 'cancel_order', 'Cancels an open order.', { server: 'npm:broker-trading-mcp' }],
  ['paper trading', 'Write', 'place_order', 'Places a paper trading order.', { server: 'npm:broker-trading-mcp' }],
  ['sending funds', 'Financial', 'send_eth', 'Sends ETH to an address.', WALLET],
  [
    'building an unsigned transaction',
    'Read',
    'build_transfer',
    'Builds an unsigned transaction for a transfer.',
    WALLET,
  ],
  ['a price in a catalogue', 'Write', 'update_price', 'Updates the price of a product.'],
  ['approving a document', 'Write', 'approve_document', 'Approves a document.'],
  ['detaching a label', 'Write', 'remove_label', 'Removes a label from an issue.'],
  ['taking a card off a list', 'Write', 'remove_card', 'Removes a card from a list.'],
  ['taking away access', 'Destructive', 'remove_member', 'Removes a member from a team.'],
  ['rotating a secret', 'Destructive', 'rotate_secret', 'Rotates the signing secret.'],
  ['resetting a setting', 'Write', 'reset_setting', 'Resets a setting to its default.'],
  ['clearing own scratch state', 'Write', 'clear_cache', 'Clears the cache.'],
  ['restoring a backup', 'Destructive', 'restore_backup', 'Restores the database from a backup.'],
  ['clicking', 'Execute', 'click', 'Clicks an element of the page.', { properties: { selector: text } }],
  ['installing', 'Execute', 'install_package', 'Installs a package.'],
  ['deploying', 'Execute', 'deploy_app', 'Deploys an app.'],
  ['sending a message', 'Write', 'send_message', 'Sends a message to a channel.'],
  ['a preview', 'Read', 'migrate', 'Shows a dry run of the migration.'],
];

describe("the taxonomy's rulings, by the rules alone", () => {
  it.each(RULINGS.map((ruling) => ({ ruling })))('$ruling.0 is $ruling.1 ($ruling.2: $ruling.3)', ({ ruling }) => {
    const [, category, name, description, extra] = ruling;
    expect(judge(name, description, extra)).toMatchObject({ category });
  });

  it('takes the most severe action that a wrapper lists', () => {
    const properties = { action: { type: 'string', enum: ['list', 'create', 'delete'] } };
    expect(judge('manage_survey', 'Manages surveys.', { properties }).category).toBe('Destructive');
  });

  it('holds a strong verdict as the floor, and a weak one not', () => {
    expect(judge('delete_survey', 'Deletes a survey.').floor).toBe('Destructive');
    expect(judge('survey', 'Survey').floor).toBe('Read');
  });

  it('is not talked down by a claim to be read-only', () => {
    const claimed = { annotations: { readOnlyHint: true } };
    expect(judge('delete_survey', 'Deletes a survey.', claimed).category).toBe('Destructive');
    expect(judge('run_command', 'Runs a shell command.', { ...claimed, properties: { command: text } }).category).toBe(
      'Execute',
    );
  });
});
