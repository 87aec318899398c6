// The WebAssembly executor against PyTorch.

import { describe } from 'vitest';
import { WasmExecutor } from '../../../src/kernels/backends/wasm/wasm-executor.ts';
import { describeGoldens } from './suite.ts';

describe('goldens on the WebAssembly executor', () => describeGoldens(() => WasmExecutor.create()));
