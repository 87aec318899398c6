// Compares the WebGPU executor with PyTorch.

import { describe } from 'vitest';
import { describeGoldens } from '../model/goldens/suite.ts';
import { createTestGpuExecutor } from '../support/kernels/gpu-executor.ts';

describe('goldens on the WebGPU executor', () => describeGoldens(createTestGpuExecutor));
