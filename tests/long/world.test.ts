// The bundled model of the world: the first hundred steps of its training, and all its measures on WebGPU.

import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { parseManifest } from '../../src/shared/model-manifest.ts';
import { createTestGpuExecutor } from '../support/kernels/gpu-executor.ts';
import { worldMeasuresOn } from '../support/model/world-measures.ts';
import { expectWorldLosses } from '../support/model/world-training.ts';

it('has the losses of the training that made the bundled model', () => expectWorldLosses(100));

it('has the measures of the manifest on WebGPU', async () => {
  const models = parseManifest(JSON.parse(readFileSync('public/models/manifest.json', 'utf8')));
  const expected = models.find(({ preset }) => preset === 'world')?.measures ?? [];
  const measured = await worldMeasuresOn(await createTestGpuExecutor());
  expect(measured.map(({ name }) => name)).toEqual(expected.map(({ name }) => name));
  for (const [i, { name, value, heldOut }] of measured.entries()) {
    expect(value, name).toBeCloseTo(expected[i].value, 2);
    expect(heldOut ?? 0, name).toBeCloseTo(expected[i].heldOut ?? 0, 2);
  }
});
