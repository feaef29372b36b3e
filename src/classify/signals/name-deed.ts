import { deedSpeaksFor, nameFact } from '../facts.ts';
import { SENSES } from '../senses.ts';
import type { Signal } from './signal.ts';

/** What the name says is done. */
export const nameDeed: Signal = {
  id: 'name-deed',
  title: 'What the name says is done',
  why: "The verb of a tool's name, in the sense that its object gives it, is the best single hint; alone it is right four times in five.",
  speaksFor: ['Read', 'Write', 'Execute', 'Destructive', 'Financial', 'doubt'],
  reads: ['name', 'siblings', 'server'],
  keys: SENSES,
  fires: [
    { tool: { name: 'delete_survey' }, keys: ['deletes'] },
    { tool: { name: 'surveyDelete' }, siblings: ['surveyList', 'surveyCreate', 'surveyGet'], keys: ['deletes'] },
    { tool: { name: 'list_invoices' }, keys: ['looks'] },
    { tool: { name: 'acme-create-invoice' }, server: 'npm:acme-mcp', keys: ['bills'] },
    { tool: { name: 'listusers' }, keys: ['looks'] },
    { tool: { name: 'LIST_DELETED_ITEMS' }, keys: ['looks'] },
    { tool: { name: 'remove_reaction' }, keys: ['detaches'] },
    { tool: { name: 'cancel_run' }, keys: ['ends'] },
  ],
  silent: [{ tool: { name: 'run_history' } }, { tool: { name: 'weather' } }],
  detect: ({ name }) => {
    const { deed } = name;
    return deed === undefined
      ? []
      : [nameFact(name, '/name', deed.sense, deedSpeaksFor(deed), deed.verbAt, deed.verbAt + 1)];
  },
};
