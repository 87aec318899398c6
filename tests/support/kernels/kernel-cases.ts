// All WGSL kernels in all cases of their ops, and the suite that compares them with the reference.

import { afterAll, beforeAll, expect, test } from 'vitest';
import type { GpuExecutor } from '../../../src/kernels/backends/webgpu/gpu-executor.ts';
import {
  firstSupported,
  isSupported,
  type VariantSelector,
} from '../../../src/kernels/backends/webgpu/variant-selection.ts';
import type { Op } from '../../../src/kernels/op.ts';
import { createTestGpuExecutor } from './gpu-executor.ts';
import { compareWithReference, type OpCase, opCases } from './op-cases.ts';

interface KernelCase {
  readonly title: string;
  readonly opCase: OpCase;
  /** Round n runs the n-th variant of every pass that has so many. */
  readonly round: number;
  readonly choose: VariantSelector;
}

export const kernelCases: readonly KernelCase[] = opCases.flatMap((opCase) =>
  variantRounds(opCase.op).map((choose, round) => ({
    title: `${opCase.title}, variant ${round + 1}`,
    opCase,
    round,
    choose,
  })),
);

/**
 * The subset for every run, because software adapters take seconds to compile a large kernel for a case: the first variant in
 * every case, and every variant in the last case, with gradients that are added to others.
 */
export const briefKernelCases = kernelCases.filter(({ opCase, round }) => {
  const { op, testCase, accumulate, residual } = opCase;
  const last = testCase === op.cases[op.cases.length - 1];
  const adds = accumulate || residual;
  return (round === 0 && !adds) || (last && (adds || op.backward === 'none'));
});

export function testKernels(cases: readonly KernelCase[]): void {
  let executor: GpuExecutor;
  beforeAll(async () => {
    executor = await createTestGpuExecutor();
  });
  afterAll(() => executor.dispose());

  test.each(cases)('$title', async ({ opCase, choose }) => {
    const compile: GpuExecutor['compile'] = (plan, shared) => executor.compile(plan, shared, choose);
    expect(await compareWithReference({ compile }, opCase)).toBeUndefined();
  });
}

/** Selectors that together run all supported variants of all passes of `op`. */
function variantRounds(op: Op): VariantSelector[] {
  const passes = [...op.forward, ...(op.backward === 'none' ? [] : op.backward)];
  const rounds = Math.max(...passes.map(({ variants }) => variants.length));
  return Array.from({ length: rounds }, (_, n) => (step, adapter) => {
    const variant = step.pass.variants[n];
    return variant && isSupported(variant, step, adapter) ? variant : firstSupported(step, adapter);
  });
}
