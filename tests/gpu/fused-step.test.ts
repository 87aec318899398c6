// The fused plan of a training step on this machine's adapter: that of hardware, which fuses most, with its tiled attention.

import { afterAll, beforeAll } from 'vitest';
import type { GpuExecutor } from '../../src/kernels/backends/webgpu/gpu-executor.ts';
import { chooseFastCompile, createTestGpuExecutor } from '../support/kernels/gpu-executor.ts';
import { testFusedSteps } from '../support/model/fused-step.ts';

let executor: GpuExecutor;
beforeAll(async () => {
  executor = await createTestGpuExecutor(
    (step, adapter) =>
      step.pass.variants.find(({ name }) => name === 'tile-32x32') ?? chooseFastCompile(step, adapter),
  );
  Object.defineProperty(executor, 'adapterKind', { value: 'hardware' });
});
afterAll(() => executor.dispose());

testFusedSteps(() => executor);
