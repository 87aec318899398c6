// Compares every op in every case on both WebAssembly modules with the reference.

import { describe, expect, it } from 'vitest';
import { compareWithReference, opCases } from '../../../support/kernels/op-cases.ts';
import { wasmExecutors } from '../../../support/kernels/wasm-executors.ts';

describe.each(wasmExecutors)('%s', (_, executor) => {
  it.each(opCases.map((at) => [at.title, at] as const))('%s', async (_, at) => {
    expect(await compareWithReference(executor, at)).toBeUndefined();
  });
});
