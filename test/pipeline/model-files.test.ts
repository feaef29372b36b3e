import { createHash } from 'node:crypto';
import { readdirSync, statSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { rulesVersion } from '../../src/classify/examine.ts';
import { readClassifierAssets } from '../../src/pipeline/assets.ts';

const assets = readClassifierAssets();
const folder = new URL('../../data/model/', import.meta.url);

describe('data/model', () => {
  it('was fitted for the signals and the lexicon that are in use; if not: npm run fit', () => {
    expect(assets.weights.rules).toBe(rulesVersion(assets.lexicon));
  });

  it('belongs together: table, weights and calibration', () => {
    const hash = createHash('sha256').update(assets.table).digest('hex');
    expect(assets.weights.table).toBe(hash);
    expect(assets.calibration.weights).toBe(hash);
  });

  it('takes at most 3 MB', () => {
    const bytes = readdirSync(folder).reduce((sum, file) => sum + statSync(new URL(file, folder)).size, 0);
    expect(bytes).toBeLessThanOrEqual(3_000_000);
  });
});
