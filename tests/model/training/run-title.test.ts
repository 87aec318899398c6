// Names of runs by what makes them different from their preset.

import { expect, test } from 'vitest';
import type { RunSettings } from '../../../src/model/training/run-plan.ts';
import { runTitle } from '../../../src/model/training/run-title.ts';
import { blockParts } from '../../../src/shared/settings/blocks.ts';

const SIZES = { C: 64, H: 4, mlpWidth: 256 };
const LLAMA = blockParts('llama', SIZES);

test.each<[RunSettings, string]>([
  [{ preset: 'facts' }, 'facts'],
  [{ preset: 'facts', model: { L: 2 }, training: { steps: 1500, optimizer: 'adamw' } }, 'facts'],
  [{ preset: 'facts', model: LLAMA, training: { optimizer: 'muon' } }, 'facts · Llama, Muon'],
  [{ preset: 'facts', model: { ...LLAMA, L: 3 } }, 'facts · Llama, L=3'],
  [{ preset: 'facts', model: { norm: 'rms', tied: false } }, 'facts · norm=rms, tied=no'],
  [{ preset: 'facts', training: { optimizer: 'sgd' } }, 'facts · SGD'],
  [{ preset: 'facts', training: { optimizer: 'sgd', learningRate: 0.1 } }, 'facts · SGD, learningRate=0.1'],
  [{ preset: 'moby-dick', training: { optimizer: 'adamw' } }, 'moby-dick · AdamW'],
  [{ preset: 'facts', training: { seed: 1 } }, 'facts · seed=1'],
  [{ preset: 'facts', facts: [], heldOut: 0.3 }, 'facts · own facts, heldOut=0.3'],
  [{ preset: 'facts', tokenizer: 'words' }, 'facts'],
  [{ preset: 'text', text: 'a b c', tokenizer: 'words' }, 'text · own text, tokenizer=words'],
  [{ preset: 'text', corpus: 'world-factbook' }, 'text · World Factbook'],
  [
    { preset: 'facts', model: { L: 1, H: 2, C: 32, T: 16, initStd: 0.05 }, training: { B: 8 } },
    'facts · L=1, H=2, C=32, T=16, +2',
  ],
])('%j is “%s”', (settings, title) => {
  expect(runTitle(settings)).toBe(title);
});
