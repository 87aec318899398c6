// Every WGSL kernel in every case of its op, and the suite that holds them against the reference.

import { afterAll, beforeAll, expect, test } from 'vitest';
import type { GpuExecutor } from '../../src/kernels/gpu/gpu-executor.ts';
import { type ChooseVariant, firstThatRuns, runs } from '../../src/kernels/gpu/variants.ts';
import type { Op } from '../../src/kernels/op.ts';
import { testExecutor } from './gpu-executor.ts';
import { compareWithReference, type OpCase, opCases } from './op-cases.ts';

interface KernelCase {
  readonly title: string;
  readonly opCase: OpCase;
  /** Round n runs the n-th variant of every pass that has so many. */
  readonly round: number;
  readonly choose: ChooseVariant;
}

export const kernelCases: readonly KernelCase[] = opCases.flatMap((opCase) =>
  roundsOfVariants(opCase.op).map((choose, round) => ({
    title: `${opCase.title}, variant ${round + 1}`,
    opCase,
    round,
    choose,
  })),
);

/**
 * The part for every day, because software adapters take seconds to compile a large kernel for each case: the first
 * variant in every case and, added to other gradients, every variant in the last case.
 */
export const kernelCasesInBrief = kernelCases.filter(({ opCase: { op, at, accumulate }, round }) => {
  const last = at === op.cases[op.cases.length - 1];
  const adds = accumulate || op.backward === 'none';
  return (round === 0 && !accumulate) || (last && adds);
});

export function testKernels(cases: readonly KernelCase[]): void {
  let executor: GpuExecutor;
  beforeAll(async () => {
    executor = await testExecutor();
  });
  afterAll(() => executor.dispose());

  test.each(cases)('$title', async ({ opCase, choose }) => {
    const compile: GpuExecutor['compile'] = (plan, shared) => executor.compile(plan, shared, choose);
    expect(await compareWithReference({ compile }, opCase)).toBeUndefined();
  });
}

/** Choices that together run every variant of every pass of `op` that the device can run. */
function roundsOfVariants(op: Op): ChooseVariant[] {
  const passes = [...op.forward, ...(op.backward === 'none' ? [] : op.backward)];
  const rounds = Math.max(...passes.map(({ variants }) => variants.length));
  return Array.from({ length: rounds }, (_, n) => (step, adapter) => {
    const variant = step.pass.variants[n];
    return variant && runs(variant, step, adapter) ? variant : firstThatRuns(step, adapter);
  });
}
