import { describe, expect, it } from 'vitest';
import { CATEGORIES, type Category } from '../../src/model/category.ts';
import { cautiousCategory, type ReviewReason } from '../../src/model/classification.ts';

function verdict(category: Category, chances: Partial<Record<Category, number>>, reviewReasons: ReviewReason[]) {
  const probabilities = { Read: 0, Write: 0, Execute: 0, Destructive: 0, Financial: 0, ...chances };
  return { category, probabilities, needsReview: reviewReasons.length > 0, reviewReasons };
}

describe('the category that a cautious reader acts on', () => {
  it.each([
    ['the verdict, when it needs no review', verdict('Read', { Read: 0.6, Destructive: 0.4 }, []), 'Read'],
    [
      'the likely and more severe rival',
      verdict('Read', { Read: 0.6, Destructive: 0.4 }, ['low-confidence']),
      'Destructive',
    ],
    [
      'the verdict, when the likeliest rival is milder',
      verdict('Execute', { Execute: 0.6, Write: 0.3, Financial: 0.1 }, ['low-confidence']),
      'Execute',
    ],
    [
      'the verdict, when no rival is likely',
      verdict('Write', { Write: 0.97, Destructive: 0.03 }, ['annotation-mismatch']),
      'Write',
    ],
    [
      'the rival however unlikely, when somebody hid text',
      verdict('Read', { Read: 0.99, Write: 0.01 }, ['hidden-text']),
      'Write',
    ],
    [
      'the more severe of two equal rivals',
      verdict('Read', { Read: 0.8, Write: 0.1, Financial: 0.1 }, ['low-confidence']),
      'Financial',
    ],
  ] as const)('is %s', (_name, given, expected) => {
    expect(cautiousCategory(given)).toBe(expected);
  });

  it.each(CATEGORIES)('is never milder than the verdict %s', (category) => {
    expect(
      CATEGORIES.indexOf(cautiousCategory(verdict(category, { Read: 0.9 }, ['low-confidence']))),
    ).toBeGreaterThanOrEqual(CATEGORIES.indexOf(category));
  });
});
