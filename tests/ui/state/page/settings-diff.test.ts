// Settings are compared and shortened with the learning rates that the optimizer brings.

import { describe, expect, it } from 'vitest';
import { getPreset } from '../../../../src/model/training/presets.ts';
import { diffFromPreset, sameSettings, usesPresetData } from '../../../../src/ui/state/page/settings-diff.ts';

const { training, model } = getPreset('facts');
const preset = { training, model: { ...model, V: 0 } };
const settings = (training: object) => ({ preset: 'facts', model: {}, training });

it('settings are equal if they train alike', () => {
  const sgd = settings({ optimizer: 'sgd' });
  expect(sameSettings(sgd, settings({ optimizer: 'sgd', learningRate: 0.3 }), preset)).toBe(true);
  expect(sameSettings(sgd, settings({ optimizer: 'sgd', learningRate: 3e-3 }), preset)).toBe(false);
  expect(sameSettings(sgd, settings({}), preset)).toBe(false);
});

describe('without the values of the preset', () => {
  it.each([
    [{ learningRate: training.learningRate, steps: 7 }, { steps: 7 }],
    [{ optimizer: 'sgd', learningRate: 0.3 }, { optimizer: 'sgd' }],
    [
      { optimizer: 'sgd', learningRate: training.learningRate },
      { optimizer: 'sgd', learningRate: training.learningRate },
    ],
    [{ optimizer: 'muon', learningRate: training.learningRate }, { optimizer: 'muon' }],
  ])('%j is %j', (given, shortened) => {
    const shorter = diffFromPreset(settings(given), preset);
    expect(shorter.training).toEqual(shortened);
    expect(sameSettings(shorter, settings(given), preset)).toBe(true);
  });
});

it.each([
  [{ preset: 'text' }, true],
  [{ preset: 'facts', model: { L: 3 }, training: { seed: 2 } }, true],
  [{ preset: 'text', text: 'a b' }, false],
  [{ preset: 'text', corpus: 'moby-dick' as const }, false],
  [{ preset: 'text', tokenizer: 'words' as const }, false],
  [{ preset: 'facts', facts: [] }, false],
  [{ preset: 'modular', modulus: 31 }, false],
  [{ preset: 'copy', heldOut: 0.5 }, false],
])('%j has the data of its preset: %s', (settings, has) => {
  expect(usesPresetData(settings)).toBe(has);
});
