// The fused plan of a training step on this machine's adapter.

import { afterAll, beforeAll } from 'vitest';
import type { GpuExecutor } from '../../src/kernels/backends/webgpu/gpu-executor.ts';
import { createTestGpuExecutor } from '../support/kernels/gpu-executor.ts';
import { testFusedSteps } from '../support/model/fused-step.ts';

let executor: GpuExecutor;
beforeAll(async () => {
  executor = await createTestGpuExecutor();
});
afterAll(() => executor.dispose());

testFusedSteps(() => executor);
