import { deedFacts } from '../facts.ts';
import { SENSES } from '../senses.ts';
import type { Signal } from './signal.ts';

/** What a description in another language says is done. */
export const foreignDeed: Signal = {
  id: 'foreign-deed',
  title: 'What a description in another language says is done',
  why: 'Where no English verb leads, a verb of another language tells what is done; it is read less surely, so a clear name goes before it.',
  speaksFor: ['Read', 'Write', 'Execute', 'Destructive', 'Financial', 'doubt'],
  reads: ['description'],
  keys: SENSES,
  fires: [
    { tool: { name: 'x', description: 'Elimina una encuesta.' }, keys: ['deletes'] },
    { tool: { name: 'x', description: '删除一个问卷' }, keys: ['deletes'] },
    { tool: { name: 'x', description: 'Erstellt eine Umfrage.' }, keys: ['creates'] },
    { tool: { name: 'x', description: 'Удаляет опрос.' }, keys: ['deletes'] },
    { tool: { name: 'x', description: 'アンケートを削除します' }, keys: ['deletes'] },
    { tool: { name: 'x', description: '설문 조회' }, keys: ['looks'] },
  ],
  silent: [{ tool: { name: 'x', description: 'Deletes a survey.' } }],
  detect: (subject) => deedFacts(subject, 'foreign'),
};
