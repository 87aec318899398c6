// Cross-entropy of logits and target ids: the loss of language models and classifiers.

import { invariant } from '../../errors.ts';
import type { Constants, Tensors } from '../../op.ts';
import { defineOp, splitRows, workgroupCount } from '../../op.ts';
import { f32, i32 } from '../../shape.ts';
import { withSubgroups } from '../subgroup-reductions.ts';
import backwardWgsl from './cross-entropy-backward.wgsl?raw';
import meanWgsl from './cross-entropy-mean.wgsl?raw';
import rowsWgsl from './cross-entropy-rows.wgsl?raw';
import rowsWorkgroupWgsl from './cross-entropy-rows-workgroup.wgsl?raw';

/** @throws KernelError unless every target is an integer below V; negative targets are ignored. Kernels do not check bounds. */
export function checkTargets(targets: ArrayLike<number>, V: number): void {
  for (let position = 0; position < targets.length; position++) {
    const target = targets[position];
    invariant(
      Number.isInteger(target) && target < V,
      'cross-entropy',
      `target ${target} at position ${position} is out of range; expected 0 to ${V - 1}, or a negative number to ignore it`,
    );
  }
}

/** log_total = log Σ exp(logits − row_max), token_loss = row_max − logits[target] + log_total, or 0 if ignored. */
function rows({ logits, targets, token_loss, row_max, log_total }: Tensors, { R, V }: Constants): void {
  for (let r = 0; r < R; r++) {
    const row = r * V;
    let max = -Infinity;
    for (let v = 0; v < V; v++) max = Math.max(max, logits[row + v]);
    let sum = 0;
    for (let v = 0; v < V; v++) sum += Math.exp(logits[row + v] - max);
    row_max[r] = max;
    log_total[r] = Math.log(sum);
    token_loss[r] = targets[r] < 0 ? 0 : max - logits[row + targets[r]] + Math.log(sum);
  }
}

/** loss = Σ token_loss / count, count = number of rows that are not ignored; loss 0 if all are. */
function mean({ targets, token_loss, loss, count }: Tensors, { R }: Constants): void {
  let sum = 0;
  let counted = 0;
  for (let r = 0; r < R; r++) {
    sum += token_loss[r];
    if (targets[r] >= 0) counted++;
  }
  loss[0] = sum / Math.max(counted, 1);
  count[0] = counted;
}

/** d_logits = (softmax(logits) − onehot(target)) / count; 0 in ignored rows. */
function backward(
  { logits, targets, row_max, log_total, count, d_logits }: Tensors,
  { R, V }: Constants,
): void {
  for (let r = 0; r < R; r++) {
    if (targets[r] < 0) continue;
    for (let v = 0; v < V; v++) {
      const p = Math.exp(logits[r * V + v] - row_max[r] - log_total[r]);
      d_logits[r * V + v] += (p - (v === targets[r] ? 1 : 0)) / count[0];
    }
  }
}

/**
 * logits (R, V), targets (R) → loss (1), the mean in nats over rows with a non-negative target; count (1), the number of these
 * rows; token_loss (R); row_max (R) and log_total (R) = log Σ exp(logits − row_max), kept apart for the backward pass: their float32
 * sum would lose the digits of the logarithm where logits are large.
 */
export const crossEntropy = defineOp({
  name: 'cross-entropy',
  inputs: { logits: f32('R', 'V'), targets: i32('R') },
  outputs: { loss: f32(1), token_loss: f32('R'), row_max: f32('R'), log_total: f32('R'), count: f32(1) },
  forward: [
    {
      name: 'rows',
      reads: ['logits', 'targets'],
      writes: ['token_loss', 'row_max', 'log_total'],
      variants: [
        {
          name: 'row-per-thread',
          formerNames: ['row-a-thread'],
          wgsl: rowsWgsl,
          workgroups: ({ R }) => workgroupCount(R, 64),
        },
        ...withSubgroups({
          name: 'row-per-workgroup',
          formerNames: ['row-a-workgroup'],
          wgsl: rowsWorkgroupWgsl,
          workgroups: ({ R }) => workgroupCount(R, 1),
          preferredOn: 'hardware',
        }),
      ],
      wasm: {
        export: 'cross_entropy_rows',
        args: ['logits', 'targets', 'token_loss', 'row_max', 'log_total', 'V'],
        split: splitRows,
      },
      reference: rows,
      flops: ({ R, V }) => 4 * R * V,
    },
    {
      name: 'mean',
      reads: ['targets', 'token_loss'],
      writes: ['loss', 'count'],
      variants: [{ name: 'one-workgroup', wgsl: meanWgsl, workgroups: () => [1, 1, 1] }],
      wasm: { export: 'cross_entropy_mean', args: ['targets', 'token_loss', 'loss', 'count', 'R'] },
      reference: mean,
      flops: ({ R }) => 2 * R,
    },
  ],
  backward: [
    {
      name: 'backward',
      reads: ['logits', 'targets', 'row_max', 'log_total', 'count'],
      writes: ['d_logits'],
      variants: [
        { name: 'four-threads-per-row', wgsl: backwardWgsl, workgroups: ({ R }) => workgroupCount(R, 16) },
      ],
      wasm: {
        export: 'cross_entropy_backward',
        args: ['logits', 'targets', 'row_max', 'log_total', 'count', 'd_logits', 'V', 'accumulate_d_logits'],
        split: splitRows,
      },
      reference: backward,
      flops: ({ R, V }) => 4 * R * V,
    },
  ],
  // Every third target is ignored, but not the first, so that a case of one row has a loss.
  caseInputs: ({ R, V }, random) => ({
    targets: Int32Array.from({ length: R }, (_, r) => (r % 3 === 2 ? -100 : Math.floor(random() * V))),
  }),
  cases: [
    { dims: { R: 1, V: 1 } },
    { dims: { R: 3, V: 63 } },
    { dims: { R: 65, V: 64 } },
    { dims: { R: 64, V: 65 } },
    { dims: { R: 130, V: 7 } },
  ],
});
