// All cases of all ops, for the suites that compare an executor with the reference.

import type { Executor } from '../../../src/kernels/backends/executor.ts';
import { ReferenceExecutor } from '../../../src/kernels/backends/reference/reference-executor.ts';
import type { Case, Op } from '../../../src/kernels/op.ts';
import { OPS } from '../../../src/kernels/ops/registry.ts';
import {
  createOpHarness,
  mismatch,
  runOpHarness,
  seededRandom,
} from '../../../src/kernels/verification/op-harness.ts';

export interface OpCase {
  /** `linear R 3 K 5 N 7, without bias`, followed by `, accumulating` if gradients are accumulated. */
  readonly title: string;
  readonly op: Op;
  readonly testCase: Case;
  readonly accumulate: boolean;
}

/** All cases of all ops; differentiable ones also with accumulated gradients. */
export const opCases: readonly OpCase[] = OPS.flatMap((op) =>
  op.cases.flatMap((testCase) =>
    (op.backward === 'none' ? [false] : [false, true]).map((accumulate) => {
      const { title } = createOpHarness(op, testCase, seededRandom(1));
      return { title: accumulate ? `${title}, accumulating` : title, op, testCase, accumulate };
    }),
  ),
);

/** Runs a case forward and backward on `executor` and on the reference, and describes the first mismatch. */
export async function compareWithReference(
  executor: Pick<Executor, 'compile'>,
  { op, testCase, accumulate }: OpCase,
  seed = 1,
) {
  const harness = createOpHarness(op, testCase, seededRandom(seed), { accumulate });
  const expected = await runOpHarness(new ReferenceExecutor(), harness);
  return mismatch(harness.title, await runOpHarness(executor, harness), expected);
}
