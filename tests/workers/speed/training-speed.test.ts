// The share of the multiply-add rate counts the operations of the model, not those that fused ops compute again.

import { expect, test } from 'vitest';
import { ReferenceExecutor } from '../../../src/kernels/backends/reference/reference-executor.ts';
import type { AdapterKind } from '../../../src/kernels/op.ts';
import { createWarmStep } from '../../../src/workers/speed/training-speed.ts';
import { TINY_CONFIG } from '../../support/model/tiny-model.ts';

async function costOf(adapterKind?: AdapterKind) {
  const executor = Object.assign(new ReferenceExecutor(), { adapterKind });
  const { cost, operations, dispose } = await createWarmStep(executor, { ...TINY_CONFIG, B: 2 });
  dispose();
  return { operations, ...cost };
}

test('a fused step is credited with the operations of the recorded one', async () => {
  const [fused, recorded] = [await costOf('hardware'), await costOf()];
  expect(fused.operations).toBe(recorded.operations);
  expect(fused.dispatches).toBeLessThan(recorded.dispatches);
});
