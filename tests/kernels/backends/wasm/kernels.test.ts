// Compares every op in every case on both WebAssembly modules with the reference.

import { describe, expect, it } from 'vitest';
import { FUSED_OPS } from '../../../../src/kernels/ops/fusions.ts';
import { OPS } from '../../../../src/kernels/ops/registry.ts';
import { compareWithReference, opCases } from '../../../support/kernels/op-cases.ts';
import { wasmExecutors } from '../../../support/kernels/wasm-executors.ts';

describe.each(wasmExecutors)('%s', (_, executor) => {
  it.each(opCases.map((opCase) => [opCase.title, opCase] as const))('%s', async (_, opCase) => {
    expect(await compareWithReference(executor, opCase)).toBeUndefined();
  });
});

it('every pass of every op that a CPU program has, has a WebAssembly kernel', () => {
  const passes = OPS.filter((op) => !FUSED_OPS.includes(op)).flatMap((op) =>
    [...op.forward, ...(op.backward === 'none' ? [] : op.backward)].map((pass) => ({ op, pass })),
  );
  expect(passes.filter(({ pass }) => !pass.wasm).map(({ op, pass }) => `${op.name}.${pass.name}`)).toEqual(
    [],
  );
});
