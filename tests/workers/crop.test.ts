// Cutting padding off: what is left is what a run of exactly that length would have given.

import { expect, it } from 'vitest';
import { ReferenceExecutor } from '../../src/kernels/cpu/reference-executor.ts';
import { activationNames } from '../../src/model/activations.ts';
import type { Values } from '../../src/model/inspector.ts';
import { crop } from '../../src/workers/crop.ts';
import { tinyModel } from '../support/tiny.ts';

const { inspector, config } = tinyModel(new ReferenceExecutor());
const names = activationNames(config);
const ids = [3, 1, 4, 1, 5];

async function look(length: number) {
  const tokens = new Int32Array(length);
  tokens.set(ids);
  return (await inspector.look({ B: 1, T: length, tokens, names })).activations;
}

it('every activation, cut back from eight positions to five', async () => {
  const [exact, padded] = [await look(5), await look(8)];
  for (const name of names) {
    const want = crop(name, exact.get(name) as Values, 5);
    const got = crop(name, padded.get(name) as Values, 5);
    expect(got.shape, name).toEqual(want.shape);
    expect(got.data, name).toEqual(want.data);
  }
});

it('leaves out the batch, keeps heads, and cuts both sides of an attention square', async () => {
  const padded = await look(8);
  const shapeOf = (name: (typeof names)[number]) => crop(name, padded.get(name) as Values, 5).shape;
  expect(shapeOf('blocks.0.attn.hook_pattern')).toEqual([config.H, 5, 5]);
  expect(shapeOf('blocks.0.attn.hook_z')).toEqual([5, config.H, config.C / config.H]);
  expect(shapeOf('hook_pos_embed')).toEqual([5, config.C]);
  expect(shapeOf('ln_final.hook_scale')).toEqual([5, 1]);
  expect(shapeOf('logits')).toEqual([5, config.V]);
});

it('hands on what needs no cut, as it is', async () => {
  const exact = await look(5);
  for (const name of names) {
    const values = exact.get(name) as Values;
    expect(crop(name, values, 5).data, name).toBe(values.data);
  }
});
