// Compares every op in every case on both WebAssembly modules with the reference.

import { describe, expect, it } from 'vitest';
import { OPS } from '../../../../src/kernels/ops/registry.ts';
import { compareWithReference, opCases } from '../../../support/kernels/op-cases.ts';
import { wasmExecutors } from '../../../support/kernels/wasm-executors.ts';

describe.each(wasmExecutors)('%s', (_, executor) => {
  it.each(opCases.map((at) => [at.title, at] as const))('%s', async (_, at) => {
    expect(await compareWithReference(executor, at)).toBeUndefined();
  });
});

it('every pass of every op has a compiled kernel: none falls back to its reference', () => {
  const passes = OPS.flatMap((op) =>
    [...op.forward, ...(op.backward === 'none' ? [] : op.backward)].map((pass) => ({ op, pass })),
  );
  expect(passes.filter(({ pass }) => !pass.wasm).map(({ op, pass }) => `${op.name}.${pass.name}`)).toEqual(
    [],
  );
});
