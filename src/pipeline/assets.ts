import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { ClassifierAssets } from '../classify/create-classifier.ts';
import { type Lexicon, readLexicon } from '../classify/lexicon.ts';
import { CalibrationFile } from '../classify/statistical/calibration.ts';
import { WeightsFile } from '../classify/statistical/weights.ts';

/** The project's root: two folders above `src/pipeline/` in a checkout and above `dist/pipeline/` in the package. */
const ROOT = new URL('../../', import.meta.url);

/** Text of a file of `data/` or `prompts/`, by its path from the root. */
export function readAsset(path: `data/${string}` | `prompts/${string}`): string {
  return readFileSync(new URL(path, ROOT), 'utf8');
}

/** Version of toolrisk, from its package.json. */
export function readVersion(): string {
  const { version } = JSON.parse(readFileSync(new URL('package.json', ROOT), 'utf8')) as { version: string };
  return version;
}

/** The folder of what `fit` learns from beside the data that it is given. */
export const TRAINING_FOLDER = fileURLToPath(new URL('data/training', ROOT));

/** Everything that the offline classifier reads of `data/`. */
export function readClassifierAssets(): ClassifierAssets {
  return {
    lexicon: loadLexicon(),
    weights: WeightsFile.parse(JSON.parse(readAsset('data/model/weights.json'))),
    table: readFileSync(new URL('data/model/weights.bin', ROOT)),
    calibration: CalibrationFile.parse(JSON.parse(readAsset('data/model/calibration.json'))),
  };
}

/** Files of `data/lexicon/`, without `.json`. */
const LEXICON_FILES = [
  'categories',
  'homoglyphs',
  'languages',
  'noun-verbs',
  'objects',
  'openings',
  'parameters',
  'phrases',
  'rules',
  'senses',
  'servers',
  'verbs',
  'words',
] as const;

/** The word lists of `data/lexicon/`, checked and indexed. */
export function loadLexicon(): Lexicon {
  return readLexicon(
    Object.fromEntries(LEXICON_FILES.map((name) => [name, JSON.parse(readAsset(`data/lexicon/${name}.json`))])),
  );
}
