// The decoder with a KV cache on the WebGPU executor.

import { describe } from 'vitest';
import { describeDecoder } from '../model/generation/decoder/suite.ts';
import { createTestGpuExecutor } from '../support/kernels/gpu-executor.ts';

describe('a decoder on the WebGPU executor', () => describeDecoder(createTestGpuExecutor));
