// Cached generation on the WebAssembly executor.

import { describe } from 'vitest';
import { WasmExecutor } from '../../../../src/kernels/backends/wasm/wasm-executor.ts';
import { describeDecoder } from './suite.ts';

describe('a decoder on the WebAssembly executor', () => describeDecoder(() => WasmExecutor.create()));
