// All cases of all ops, for the suites that compare an executor with the reference.

import type { Executor } from '../../../src/kernels/backends/executor.ts';
import { ReferenceExecutor } from '../../../src/kernels/backends/reference/reference-executor.ts';
import { mismatch } from '../../../src/kernels/mismatch.ts';
import type { Case, Op } from '../../../src/kernels/op.ts';
import { OPS } from '../../../src/kernels/ops/registry.ts';
import {
  createOpHarness,
  harnessModes,
  type OpHarnessOptions,
  runOpHarness,
  seededRandom,
} from '../../../src/kernels/verification/op-harness.ts';

export interface OpCase extends OpHarnessOptions {
  /** `linear R 3 K 5 N 7, without bias`, followed by the mode: `, accumulating`. */
  readonly title: string;
  readonly op: Op;
  readonly testCase: Case;
}

/** All cases of all ops in all modes. */
export const opCases: readonly OpCase[] = OPS.flatMap((op) =>
  op.cases.flatMap((testCase) =>
    harnessModes(op).map((mode) => {
      const { title } = createOpHarness(op, testCase, seededRandom(1), mode);
      return { title, op, testCase, ...mode };
    }),
  ),
);

/** Runs a case forward and backward on `executor` and on the reference, and describes the first mismatch. */
export async function compareWithReference(
  executor: Pick<Executor, 'compile'>,
  { op, testCase, accumulate, residual }: OpCase,
  seed = 1,
) {
  const harness = createOpHarness(op, testCase, seededRandom(seed), { accumulate, residual });
  const expected = await runOpHarness(new ReferenceExecutor(), harness);
  return mismatch(harness.title, await runOpHarness(executor, harness), expected);
}
