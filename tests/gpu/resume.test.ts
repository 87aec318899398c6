// Exact resumption from a checkpoint on WebGPU.

import { afterAll, beforeAll } from 'vitest';
import type { Executor } from '../../src/kernels/backends/executor.ts';
import { createTestGpuExecutor } from '../support/kernels/gpu-executor.ts';
import { describeExactResume } from '../support/model/resume.ts';

let executor: Executor;
beforeAll(async () => {
  executor = await createTestGpuExecutor();
});
afterAll(() => executor.dispose());

describeExactResume(() => executor);
