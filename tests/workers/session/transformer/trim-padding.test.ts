// Trimmed activations equal those of a run without padding.

import { expect, it } from 'vitest';
import { ReferenceExecutor } from '../../../../src/kernels/backends/reference/reference-executor.ts';
import { activationNames } from '../../../../src/model/architecture/activations.ts';
import type { NDArray } from '../../../../src/model/inspection/inspector.ts';
import { trimPadding } from '../../../../src/workers/session/transformer/trim-padding.ts';
import { tinyModel } from '../../../support/model/tiny-model.ts';

const { inspector, config } = tinyModel(new ReferenceExecutor());
const names = activationNames(config);
const ids = [3, 1, 4, 1, 5];

async function look(length: number) {
  const tokens = new Int32Array(length);
  tokens.set(ids);
  return (await inspector.run({ B: 1, T: length, tokens, names })).activations;
}

it('trims every activation from eight positions to five', async () => {
  const [exact, padded] = [await look(5), await look(8)];
  for (const name of names) {
    const want = trimPadding(name, exact.get(name) as NDArray, 5);
    const got = trimPadding(name, padded.get(name) as NDArray, 5);
    expect(got.shape, name).toEqual(want.shape);
    expect(got.data, name).toEqual(want.data);
  }
});

it('drops the batch axis, keeps heads, and trims both axes of attention', async () => {
  const padded = await look(8);
  const shapeOf = (name: (typeof names)[number]) => trimPadding(name, padded.get(name) as NDArray, 5).shape;
  expect(shapeOf('blocks.0.attn.hook_pattern')).toEqual([config.H, 5, 5]);
  expect(shapeOf('blocks.0.attn.hook_z')).toEqual([5, config.H, config.C / config.H]);
  expect(shapeOf('hook_pos_embed')).toEqual([5, config.C]);
  expect(shapeOf('ln_final.hook_scale')).toEqual([5, 1]);
  expect(shapeOf('logits')).toEqual([5, config.V]);
});

it('returns untrimmed data unchanged', async () => {
  const exact = await look(5);
  for (const name of names) {
    const values = exact.get(name) as NDArray;
    expect(trimPadding(name, values, 5).data, name).toBe(values.data);
  }
});
