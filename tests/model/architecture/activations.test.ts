// Activation names: complete, with the documented shapes.

import { expect, it } from 'vitest';
import { ReferenceExecutor } from '../../../src/kernels/backends/reference/reference-executor.ts';
import { activationNames, activationShape, axesOf } from '../../../src/model/architecture/activations.ts';
import { transformer } from '../../../src/model/architecture/transformer.ts';
import { PART_CONFIGS, TINY_CONFIG, tinyModel } from '../../support/model/tiny-model.ts';

it.each([
  ['with MLPs', TINY_CONFIG],
  ['attention alone', { ...TINY_CONFIG, mlpWidth: 0 }],
  ['one layer, untied', { ...TINY_CONFIG, L: 1, tied: false }],
  ...PART_CONFIGS,
] as const)('the list matches the hooks of a recorded model: %s', (_, config) => {
  const { hooks } = transformer(config, { B: 1, T: 5 });
  expect([...hooks.keys()].sort()).toEqual([...activationNames(config)].sort());
});

it.each([['GPT-2', TINY_CONFIG], ...PART_CONFIGS] as const)(
  'every activation has its documented shape: %s',
  async (_, model) => {
    const { config, inspector } = tinyModel(new ReferenceExecutor(), model);
    const [B, T] = [2, 5];
    const names = activationNames(config);
    const { activations } = await inspector.run({ B, T, tokens: new Int32Array(B * T), names });
    const { C, H, V, mlpWidth: M } = config;
    const sizes: Record<string, number> = {
      B,
      T,
      C,
      H,
      K: config.keyValueHeads ?? H,
      D: config.headWidth ?? C / H,
      V,
      M,
      1: 1,
    };
    for (const name of names) {
      const shape = activations.get(name)?.shape;
      expect(shape, name).toEqual(axesOf(name).map((letter) => sizes[letter]));
      expect(shape, name).toEqual(activationShape(name, config, B, T));
    }
  },
);
