import { describe, expect, it } from 'vitest';
import { createClassifier } from '../../src/classify/create-classifier.ts';
import type { Judgement } from '../../src/classify/judge.ts';
import { withWorstAction } from '../../src/classify/judge-actions.ts';
import type { ActionVerdict } from '../../src/model/classification.ts';
import { readClassifierAssets } from '../../src/pipeline/assets.ts';

const judgement = (confidence: number): Judgement => ({
  category: 'Write',
  confidence,
  probabilities: { Read: 0.02, Write: confidence, Execute: 0.02, Destructive: 0.96 - confidence, Financial: 0 },
  effects: [],
  decidedBy: 'model',
  needsReview: false,
  reviewReasons: [],
});
const action = (category: ActionVerdict['category'], confidence = 0.95): ActionVerdict => ({
  parameter: '/inputSchema/properties/action',
  action: 'fell',
  category,
  confidence,
});

describe('withWorstAction', () => {
  it('changes nothing where no action is worse than the tool', () => {
    expect(withWorstAction(judgement(0.7), [action('Read'), action('Write')])).toEqual(judgement(0.7));
  });

  it('does not believe an action that is itself in doubt', () => {
    expect(withWorstAction(judgement(0.7), [action('Destructive', 0.5)])).toEqual(judgement(0.7));
  });

  it('raises a doubtful tool to its worst action, and sends it to review', () => {
    const raised = withWorstAction(judgement(0.6), [action('Write'), action('Destructive')]);
    expect(raised).toMatchObject({ category: 'Destructive', needsReview: true, reviewReasons: ['sources-disagree'] });
    expect(Math.max(...Object.values(raised.probabilities))).toBe(raised.probabilities.Destructive);
  });

  it('leaves a firm verdict, and sends it to review', () => {
    const kept = withWorstAction(judgement(0.9), [action('Financial')]);
    expect(kept).toMatchObject({ category: 'Write', needsReview: true, reviewReasons: ['sources-disagree'] });
  });
});

describe('the verdict on a multi-action tool', () => {
  it('holds one verdict for each action, and the tool is as severe as the worst', () => {
    const classifier = createClassifier(readClassifierAssets());
    const verdict = classifier.classifyTool(
      {
        name: 'manage_orchards',
        description: 'Manage the orchards of a farm',
        inputSchema: { type: 'object', properties: { action: { type: 'string', enum: ['list', 'create', 'delete'] } } },
      },
      { server: 'npm:farm-mcp', siblings: [] },
    );
    expect(verdict.actions?.map((one) => [one.action, one.category])).toEqual([
      ['list', 'Read'],
      ['create', 'Write'],
      ['delete', 'Destructive'],
    ]);
    expect(verdict.category).toBe('Destructive');
  });
});
