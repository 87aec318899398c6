// A run resumed from a file continues bit-exactly, on both CPU engines.

import { afterAll, describe } from 'vitest';
import { ReferenceExecutor } from '../../../src/kernels/backends/reference/reference-executor.ts';
import { WasmExecutor } from '../../../src/kernels/backends/wasm/wasm-executor.ts';
import { describeExactResume } from '../../support/model/resume.ts';

describe.each([
  ['reference', new ReferenceExecutor()],
  ['WebAssembly', await WasmExecutor.create()],
])('on the %s executor', (_, executor) => {
  afterAll(() => executor.dispose());
  describeExactResume(() => executor);
});
