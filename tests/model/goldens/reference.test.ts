// The reference executor against PyTorch.

import { describe } from 'vitest';
import { ReferenceExecutor } from '../../../src/kernels/backends/reference/reference-executor.ts';
import { describeGoldens } from './suite.ts';

describe('goldens on the reference executor', () => describeGoldens(async () => new ReferenceExecutor()));
