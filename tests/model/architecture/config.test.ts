// Validation of model and training hyperparameters.

import { describe, expect, it } from 'vitest';
import type { ModelConfig } from '../../../src/model/architecture/config.ts';
import { configProblems, modelParts } from '../../../src/model/architecture/config.ts';
import { PRESETS } from '../../../src/model/training/presets.ts';
import { trainingProblems } from '../../../src/model/training/training-config.ts';
import { MODEL_LIMITS, PART_LIMITS } from '../../../src/shared/settings/model-settings.ts';
import { TRAINING_LIMITS } from '../../../src/shared/settings/training-settings.ts';

const config: ModelConfig = { ...PRESETS[0].model, V: 100 };
const { training } = PRESETS[0];

describe('a model', () => {
  it.each(PRESETS)('$name can be built', ({ model }) => {
    expect(configProblems({ ...model, V: 100 })).toEqual([]);
  });

  it.each(Object.entries(MODEL_LIMITS))(
    '%s has limits, and each can be reached',
    (name, { min, max, reason }) => {
      const errorOf = (value: number) => configProblems({ ...config, H: 1, [name]: value });
      expect(errorOf(min)).toEqual([]);
      expect(errorOf(max)).toEqual([]);
      expect(errorOf(max + 1)[0]).toEqual({
        field: name,
        message: `${name} is ${max + 1}; it can be ${min} to ${max}: ${reason}.`,
      });
      expect(errorOf(Number.NaN)[0].message).toMatch(
        new RegExp(`^${name} is NaN; it must be a (whole )?number\\.$`),
      );
    },
  );

  it.each([
    [{ H: 3 }, 'C', 'C is 64 and H is 3; the width must divide evenly among the heads.'],
    [{ T: 8.5 }, 'T', 'T is 8.5; it must be a whole number.'],
    [{ V: 1 }, 'V', 'V is 1; a vocabulary needs at least two tokens.'],
    [
      { activation: 'tanh' as 'relu' },
      'activation',
      'activation is tanh; it can be gelu, relu, gelu-erf, silu or swiglu.',
    ],
    [{ tied: 'no' as unknown as boolean }, 'tied', 'tied is no; it can be true or false.'],
  ])('%j is an error of %s', (change, field, message) => {
    expect(configProblems({ ...config, ...change })).toEqual([expect.objectContaining({ field, message })]);
  });

  it('may exceed the training limits if it is read-only', () => {
    const gpt2: ModelConfig = { ...config, L: 12, H: 12, C: 768, T: 1024, V: 50257, mlpWidth: 3072 };
    expect(configProblems(gpt2)).not.toEqual([]);
    expect(configProblems(gpt2, { trainable: false })).toEqual([]);
    expect(configProblems({ ...config, C: 0 }, { trainable: false })).toEqual([
      { field: 'C', message: 'C is 0; it must be at least 1.' },
    ]);
  });

  it('has the limits of its parts also if it is read-only, except those of heads', () => {
    const readOnly = (parts: Partial<ModelConfig>) =>
      configProblems({ ...config, positions: 'rotary', ...parts }, { trainable: false });
    expect(readOnly({ headWidth: 1024 })).toEqual([]);
    expect(readOnly({ H: 64, keyValueHeads: 32, headWidth: 8 })).toEqual([]);
    for (const parts of [{ rotaryFraction: 2 }, { normEpsilon: 0.5 }])
      expect(readOnly(parts)).toEqual([expect.objectContaining({ field: Object.keys(parts)[0] })]);
  });

  it('rotates the k of D entries whose share a file has, for every even k', () => {
    const { max } = PART_LIMITS.headWidth;
    const wrong: string[] = [];
    for (let D = 2; D <= max; D++)
      for (let k = 2; k <= D; k += 2)
        if (modelParts({ ...config, headWidth: D, rotaryFraction: k / D }).rotaryWidth !== k)
          wrong.push(`${k} of ${D}`);
    expect(wrong).toEqual([]);
    // As in `transformers`, other shares are rounded down: the product is 28.999999999999996.
    expect(modelParts({ ...config, headWidth: 100, rotaryFraction: 0.29 }).rotaryWidth).toBe(28);
  });
});

describe('training', () => {
  it.each(PRESETS)('$name can start', (preset) => {
    expect(trainingProblems(preset.training)).toEqual([]);
  });

  it.each(Object.entries(TRAINING_LIMITS))('%s has limits', (name, { min, max, isInteger }) => {
    const errorOf = (value: number) => trainingProblems({ ...training, minLearningRate: 0, [name]: value });
    expect(errorOf(min)).toEqual([]);
    const sentence = `it must be a ${isInteger ? 'whole ' : ''}number from ${min} to ${max}.`;
    expect(errorOf(max * 2)[0]).toEqual({ field: name, message: `${name} is ${max * 2}; ${sentence}` });
    expect(errorOf(Number.NaN)[0]).toEqual({ field: name, message: `${name} is NaN; ${sentence}` });
  });

  it('the minimum learning rate cannot exceed the maximum', () => {
    expect(trainingProblems({ ...training, learningRate: 1e-4 })).toEqual([
      {
        field: 'minLearningRate',
        relatedFields: ['learningRate'],
        message: 'minLearningRate is 0.0003; it can be at most learningRate, 0.0001.',
      },
    ]);
  });
});
