// Going on from a file is going on exactly, on both engines of the CPU.

import { afterAll, describe } from 'vitest';
import { ReferenceExecutor } from '../../src/kernels/cpu/reference-executor.ts';
import { WasmExecutor } from '../../src/kernels/cpu/wasm-executor.ts';
import { goesOnExactly } from '../support/going-on.ts';

describe.each([
  ['reference', new ReferenceExecutor()],
  ['WebAssembly', await WasmExecutor.create()],
])('on the %s executor', (_, executor) => {
  afterAll(() => executor.dispose());
  goesOnExactly(() => executor);
});
