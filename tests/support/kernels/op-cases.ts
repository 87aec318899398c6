// Every op in every case of its table, for the suites that hold an executor against the reference.

import { ReferenceExecutor } from '../../../src/kernels/backends/reference/reference-executor.ts';
import type { Executor } from '../../../src/kernels/executor.ts';
import type { Case, Op } from '../../../src/kernels/op.ts';
import { createOpHarness, mismatch, runOpHarness, seededRandom } from '../../../src/kernels/op-harness.ts';
import { OPS } from '../../../src/kernels/ops/registry.ts';

export interface OpCase {
  /** `linear R 3 K 5 N 7, without bias`, with `, adding` where gradients are added to what stands there. */
  readonly title: string;
  readonly op: Op;
  readonly testCase: Case;
  readonly accumulate: boolean;
}

/** All cases of all ops; those with gradients also with gradients that are added to others. */
export const opCases: readonly OpCase[] = OPS.flatMap((op) =>
  op.cases.flatMap((testCase) =>
    (op.backward === 'none' ? [false] : [false, true]).map((accumulate) => {
      const { title } = createOpHarness(op, testCase, seededRandom(1));
      return { title: accumulate ? `${title}, adding` : title, op, testCase, accumulate };
    }),
  ),
);

/** Forward and backward of one case on `executor` and on the reference: the first difference, or undefined. */
export async function compareWithReference(
  executor: Pick<Executor, 'compile'>,
  { op, testCase, accumulate }: OpCase,
  seed = 1,
) {
  const attempt = createOpHarness(op, testCase, seededRandom(seed), { accumulate });
  const want = await runOpHarness(new ReferenceExecutor(), attempt);
  return mismatch(attempt.title, await runOpHarness(executor, attempt), want);
}
