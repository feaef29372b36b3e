import { phraseFacts } from '../facts.ts';
import type { Signal } from './signal.ts';

/** Infrastructure in the description. */
export const infrastructureMention: Signal = {
  id: 'infrastructure-mention',
  title: 'Infrastructure in the description',
  why: 'Clusters, containers, instances and DNS carry what runs.',
  speaksFor: ['production'],
  reads: ['description'],
  keys: {
    infrastructure: 'infrastructure is named',
  },
  fires: [{ tool: { name: 'x', description: 'Scales a Kubernetes deployment.' }, keys: ['infrastructure'] }],
  silent: [{ tool: { name: 'x', description: 'Reads a survey.' } }],
  detect: ({ description }) => phraseFacts([description], 'infrastructure', { infrastructure: 'production' }),
};
