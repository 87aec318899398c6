// On the CPU, tensors of a step that nobody reads share memory: the numbers are those of a step that keeps every tensor.

import { expect, test } from 'vitest';
import { WasmExecutor } from '../../../src/kernels/backends/wasm/wasm-executor.ts';
import { activationNames } from '../../../src/model/architecture/activations.ts';
import { CONFIGS, computeStep, LONG } from '../../support/model/fused-step.ts';

const executor = await WasmExecutor.create();

test.each(CONFIGS)('%s', async (_, config) => {
  const { loss, gradients } = await computeStep(executor, config, undefined);
  expect(await computeStep(executor, config, [])).toMatchObject({ loss, gradients });
});

test('an activation that somebody reads keeps its memory', async () => {
  const { activations } = await computeStep(executor, LONG, undefined);
  for (const name of activationNames(LONG)) {
    const step = await computeStep(executor, LONG, [name]);
    expect(step.activations.get(name)).toEqual(activations.get(name));
  }
});
