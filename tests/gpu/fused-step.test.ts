// The fused plan of a training step on this machine's adapter: that of hardware, which fuses most.

import { afterAll, beforeAll } from 'vitest';
import type { GpuExecutor } from '../../src/kernels/backends/webgpu/gpu-executor.ts';
import { createTestGpuExecutor } from '../support/kernels/gpu-executor.ts';
import { testFusedSteps } from '../support/model/fused-step.ts';

let executor: GpuExecutor;
beforeAll(async () => {
  executor = await createTestGpuExecutor();
  Object.defineProperty(executor, 'adapterKind', { value: 'hardware' });
});
afterAll(() => executor.dispose());

testFusedSteps(() => executor);
