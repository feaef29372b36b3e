import { describe, expect, it } from 'vitest';
import { createClassifier } from '../../src/classify/create-classifier.ts';
import type { Category } from '../../src/model/category.ts';
import type { Tool } from '../../src/model/tool.ts';
import { readClassifierAssets } from '../../src/pipeline/assets.ts';

const classifier = createClassifier(readClassifierAssets());

type Case = { tool: Pick<Tool, 'name'> & Partial<Tool>; server?: string; siblings?: string[] };

function classify({ tool, server, siblings }: Case): Category {
  const whole = { inputSchema: { type: 'object' }, ...tool } as Tool;
  return classifier.classifyTool(whole, { server: server ?? 'npm:desk-mcp', siblings: siblings ?? [] }).category;
}

function object(properties: Record<string, unknown>): Tool['inputSchema'] {
  return { type: 'object', properties } as Tool['inputSchema'];
}

/** Kinds of labels that a published catalogue got wrong, each with a definition of our own. */
const CASES: readonly (readonly [why: string, right: Category, example: Case])[] = [
  [
    'a list of invoices moves no money',
    'Read',
    {
      tool: {
        name: 'list_invoices',
        description: 'Lists the invoices of a customer, newest first.',
        inputSchema: object({ customer: { type: 'string' }, limit: { type: 'integer' } }),
      },
      server: 'npm:ledger-mcp',
      siblings: ['create_invoice', 'list_customers'],
    },
  ],
  [
    'a list of cloud subscriptions moves no money',
    'Read',
    { tool: { name: 'subscription_list', description: 'Lists the cloud subscriptions that this account can see.' } },
  ],
  [
    'a subscription to notifications is a feed',
    'Write',
    {
      tool: {
        name: 'create_notification_subscription',
        description: 'Subscribes a topic to an e-mail address, so that every new notification is delivered there.',
        inputSchema: object({ topic: { type: 'string' }, endpoint: { type: 'string' } }),
      },
      server: 'npm:topic-notices-mcp',
      siblings: ['list_topics', 'create_topic'],
    },
  ],
  [
    'the documentation search of a billing product reads',
    'Read',
    {
      tool: {
        name: 'search_billing_documentation',
        description: 'Searches the documentation of the billing product for payments, refunds and invoices.',
        inputSchema: object({ question: { type: 'string' } }),
      },
    },
  ],
  [
    'a swap that is signed and submitted moves assets',
    'Financial',
    {
      tool: {
        name: 'execute_swap',
        description: 'Signs and submits the swap of one token for another with the configured wallet.',
        inputSchema: object({ fromToken: { type: 'string' }, toToken: { type: 'string' }, amount: { type: 'string' } }),
      },
      server: 'npm:my-wallet-mcp',
      siblings: ['get_balance', 'transfer_token'],
    },
  ],
  [
    'a purchase that debits a balance moves money',
    'Financial',
    {
      tool: {
        name: 'purchase_report',
        description: 'Buys a market report. The price is debited from your balance.',
        inputSchema: object({ reportId: { type: 'string' } }),
      },
      siblings: ['list_reports', 'get_balance'],
    },
  ],
  [
    'a summary whose text mentions INSERT, UPDATE and DELETE reads',
    'Read',
    {
      tool: {
        name: 'get_statement_summary',
        description: 'Returns a summary of executed statements (counts of SELECT, INSERT, UPDATE and DELETE) by hour.',
        inputSchema: object({ hours: { type: 'integer' } }),
      },
      siblings: ['list_slow_queries', 'get_schema'],
    },
  ],
];

describe('labels that others got wrong', () => {
  it.each(CASES)('%s: %s', (_why, right, example) => {
    expect(classify(example)).toBe(right);
  });
});
