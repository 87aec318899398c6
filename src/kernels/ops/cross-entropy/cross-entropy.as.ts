// Cross-entropy of logits (R, V) and target ids (R); rows with a negative target are ignored.

import { exp } from '../../backends/wasm/assembly/exp';
import { fma, load4, MASKED_SCORE, rowMax, store4, horizontalSum } from '../../backends/wasm/assembly/simd';

/** log_total = log Σ exp(logits − row_max), token_loss = row_max − logits[target] + log_total, or 0 if ignored */
export function cross_entropy_rows(
  logits: usize,
  targets: usize,
  token_loss: usize,
  row_max: usize,
  log_total: usize,
  V: i32,
  first: i32,
  end: i32,
): void {
  for (let r = first; r < end; r++) {
    const row = logits + 4 * r * V;
    const max = rowMax(row, V);
    const maxima = f32x4.splat(max);
    let sum = f32x4.splat(0);
    for (let i = 0; i < V; i += 4) {
      const four = load4(row + 4 * i, V - i, f32x4.splat(MASKED_SCORE)); // exp is 0 past the end
      sum = f32x4.add(sum, exp(f32x4.sub(four, maxima)));
    }
    const logSum = Mathf.log(horizontalSum(sum));
    store<f32>(row_max + 4 * r, max);
    store<f32>(log_total + 4 * r, logSum);
    const target = load<i32>(targets + 4 * r);
    // In this order: adding the logarithm to a large maximum first would round it away.
    store<f32>(token_loss + 4 * r, target < 0 ? 0 : max - load<f32>(row + 4 * target) + logSum);
  }
}

/** loss = Σ token_loss / count, count = number of rows that are not ignored; loss 0 if all are */
export function cross_entropy_mean(targets: usize, token_loss: usize, loss: usize, count: usize, R: i32): void {
  let sum: f64 = 0;
  let counted = 0;
  for (let r = 0; r < R; r++) {
    sum += load<f32>(token_loss + 4 * r);
    if (load<i32>(targets + 4 * r) >= 0) counted++;
  }
  store<f32>(loss, <f32>(sum / max(counted, 1)));
  store<f32>(count, <f32>counted);
}

/** d_logits = (d_logits +) (softmax(logits) − onehot(target)) / count in rows that are not ignored */
export function cross_entropy_backward(
  logits: usize,
  targets: usize,
  row_max: usize,
  log_total: usize,
  count: usize,
  d_logits: usize,
  V: i32,
  accumulate: i32,
  first: i32,
  end: i32,
): void {
  const inverseCount: f32 = 1 / load<f32>(count);
  const inverseCounts = f32x4.splat(inverseCount);
  for (let r = first; r < end; r++) {
    const target = load<i32>(targets + 4 * r);
    const row = 4 * r * V;
    if (!accumulate) memory.fill(d_logits + row, 0, 4 * V);
    if (target < 0) continue;
    const max = v128.load32_splat(row_max + 4 * r);
    const logSum = v128.load32_splat(log_total + 4 * r);
    for (let i = 0; i < V; i += 4) {
      const at = row + 4 * i;
      const p = exp(f32x4.sub(f32x4.sub(load4(logits + at, V - i), max), logSum));
      store4(d_logits + at, V - i, fma(p, inverseCounts, load4(d_logits + at, V - i)));
    }
    const targetEntry = d_logits + row + 4 * target;
    store<f32>(targetEntry, load<f32>(targetEntry) - inverseCount);
  }
}
