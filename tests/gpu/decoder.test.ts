// Writing with a cache on the WebGPU executor.

import { describe } from 'vitest';
import { describeDecoder } from '../model/decoder/suite.ts';
import { testExecutor } from '../support/gpu-executor.ts';

describe('a decoder on the WebGPU executor', () => describeDecoder(testExecutor));
