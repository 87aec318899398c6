// Relative errors of cross-entropy against float64, where rows are long and logits large.

import type { Executor } from '../../../src/kernels/backends/executor.ts';
import { crossEntropy } from '../../../src/kernels/ops/cross-entropy/cross-entropy.ts';
import { createOpHarness, runOpHarness, seededRandom } from '../../../src/kernels/verification/op-harness.ts';

const R = 4;

/** Of V logits a row: about −100, as of GPT-2, and about 10,000. Their spread is that of a sum of uniform numbers. */
export const LARGE_LOGITS = [
  { V: 50_000, centre: -100 },
  { V: 1000, centre: 10_000 },
] as const;

/** The largest relative error of the losses, and of the probabilities in the gradient. */
export async function crossEntropyErrors(
  executor: Pick<Executor, 'compile'>,
  { V, centre }: (typeof LARGE_LOGITS)[number],
): Promise<{ loss: number; gradient: number }> {
  const random = seededRandom(7);
  const logits = Float32Array.from({ length: R * V }, () => centre + 4 * (random() + random() - 1));
  const targets = Int32Array.from({ length: R }, () => Math.floor(random() * V));
  const op = { ...crossEntropy, caseInputs: () => ({ logits, targets }) };
  const results = await runOpHarness(executor, createOpHarness(op, { dims: { R, V } }, random));
  const [losses, gradient] = ['token_loss', 'd_logits'].map((name) => results.get(name) ?? []);
  const largest = { loss: 0, gradient: 0 };
  for (let r = 0; r < R; r++) {
    const row = logits.subarray(r * V, (r + 1) * V);
    const logSum = Math.log(row.reduce((sum, logit) => sum + Math.exp(logit - centre), 0));
    const loss = centre - row[targets[r]] + logSum;
    largest.loss = Math.max(largest.loss, Math.abs(losses[r] / loss - 1));
    for (const [v, logit] of row.entries()) {
      if (v === targets[r]) continue;
      const p = Math.exp(logit - centre - logSum);
      largest.gradient = Math.max(largest.gradient, Math.abs((gradient[r * V + v] * R) / p - 1));
    }
  }
  return largest;
}
