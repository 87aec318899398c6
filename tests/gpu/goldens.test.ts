// The WebGPU executor against PyTorch.

import { describe } from 'vitest';
import { describeGoldens } from '../model/goldens/suite.ts';
import { testExecutor } from '../support/gpu-executor.ts';

describe('goldens on the WebGPU executor', () => describeGoldens(testExecutor));
