import { describe, expect, it } from 'vitest';
import { actionTool, listActions } from '../../src/classify/actions.ts';
import { read } from './reading.ts';

const list = (properties: Record<string, unknown>, description = 'Manages surveys.') => {
  const inputSchema = { type: 'object', properties } as never;
  const { subject } = read({ name: 'manage_surveys', description, inputSchema });
  return { subject, actions: listActions(subject) };
};

describe('listActions', () => {
  it.each([
    ['an enum', { action: { enum: ['list', 'delete'] } }, ['list', 'delete']],
    ['constants', { operation: { oneOf: [{ const: 'get' }, { const: 'create' }] } }, ['get', 'create']],
    [
      'a list in a description',
      { operation: { type: 'string', description: 'One of: get-run, stop-run, delete-run.' } },
      ['get-run', 'stop-run', 'delete-run'],
    ],
    ['quotes in a description', { action: { type: 'string', description: "'list' or 'remove'" } }, ['list', 'remove']],
    ['HTTP methods, which are no actions', { method: { enum: ['GET', 'POST', 'DELETE'] } }, []],
    ['modes that are no verbs', { mode: { enum: ['fast', 'slow', 'exact'] } }, []],
    ['a free action', { action: { type: 'string' } }, []],
  ])('reads %s', (_what, properties, actions) => {
    expect(list(properties).actions.map(({ action }) => action)).toEqual(actions);
  });

  it('says where each action stands, and gives a definition that holds it alone', () => {
    const { subject, actions } = list(
      { action: { enum: ['list', 'delete'] } },
      'Manages surveys.\n- list: shows all surveys\n- delete: removes one for good',
    );
    expect(actions[1]).toMatchObject({
      parameter: '/inputSchema/properties/action',
      pointer: '/inputSchema/properties/action/enum/1',
    });
    expect(actionTool(subject, actions[1]!)).toMatchObject({ name: 'delete', description: 'removes one for good' });
  });
});
