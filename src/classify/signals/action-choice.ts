import { CATEGORIES } from '../../model/category.ts';
import type { Fact, Signal } from './signal.ts';

/** The actions that a parameter offers. */
export const actionChoice: Signal = {
  id: 'action-choice',
  title: 'The actions that a parameter offers',
  why: 'A tool with an `action` parameter does whatever the worst of its actions does.',
  speaksFor: ['Read', 'Write', 'Execute', 'Destructive', 'Financial'],
  reads: ['inputSchema', 'name'],
  keys: {
    Read: 'an action that reads',
    Write: 'an action that changes',
    Execute: 'an action that runs something',
    Destructive: 'an action that destroys',
    Financial: 'an action that moves money',
  },
  fires: [
    {
      tool: {
        name: 'manage_survey',
        inputSchema: { type: 'object', properties: { action: { type: 'string', enum: ['list', 'create', 'delete'] } } },
      },
      keys: ['Read', 'Write', 'Destructive'],
    },
  ],
  silent: [
    {
      tool: { name: 'x', inputSchema: { type: 'object', properties: { method: { enum: ['GET', 'POST', 'DELETE'] } } } },
    },
  ],
  detect: ({ actions }) => {
    const facts: Fact[] = [];
    if (actions.length === 0) return facts;
    for (const category of CATEGORIES) {
      const first = actions.find(({ deed }) => deed?.category === category);
      if (first !== undefined)
        facts.push({ key: category, speaksFor: category, pointer: first.pointer, quote: first.action });
    }
    return facts;
  },
};
