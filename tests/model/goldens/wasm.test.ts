// The WebAssembly executor against PyTorch.

import { describe } from 'vitest';
import { WasmExecutor } from '../../../src/kernels/cpu/wasm-executor.ts';
import { describeGoldens } from './suite.ts';

describe('goldens on the WebAssembly executor', () => describeGoldens(() => WasmExecutor.create()));
