// Twenty training steps with Muon and AdamW on slices of flat storages.

import { afterAll, beforeAll, test } from 'vitest';
import type { GpuExecutor } from '../../../src/kernels/backends/webgpu/gpu-executor.ts';
import { createTestGpuExecutor } from '../../support/kernels/gpu-executor.ts';
import { expectMuonTraining } from '../../support/kernels/muon-training.ts';

let executor: GpuExecutor;
beforeAll(async () => {
  executor = await createTestGpuExecutor();
});
afterAll(() => executor.dispose());

test('losses, norms and weights equal PyTorch', () => expectMuonTraining(executor));
