// WebAssembly executors for tests, with either module.

import { setFlagsFromString } from 'node:v8';
import { WasmExecutor } from '../../../src/kernels/backends/wasm/wasm-executor.ts';

// Node 20 has relaxed SIMD only behind this flag; newer versions ignore it. It is reset below, because test files share a process.
setFlagsFromString('--experimental-wasm-relaxed-simd');

export const wasmExecutors = [
  ['simd', await WasmExecutor.create('simd')],
  ['relaxed-simd', await WasmExecutor.create('relaxed-simd')],
] as const;

/** Relaxed SIMD without and with wide tiles, whichever suits this engine. */
export const tileExecutors = {
  narrow: await WasmExecutor.create('relaxed-simd', { wideTiles: false }),
  wide: await WasmExecutor.create('relaxed-simd', { wideTiles: true }),
};

setFlagsFromString('--no-experimental-wasm-relaxed-simd');
