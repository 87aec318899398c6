// Cross-entropy of scores (R, V) against R right ids; negative ones are ignored.

import { exp } from '../../backends/wasm/assembly/exp';
import { fma, load4, MASKED_SCORE, rowMax, store4, horizontalSum } from '../../backends/wasm/assembly/simd';

/** log_sum_exp = max + log Σ exp(logits − max), token_loss = log_sum_exp − logits[target], or 0 if ignored. */
export function cross_entropy_rows(
  logits: usize,
  targets: usize,
  token_loss: usize,
  log_sum_exp: usize,
  R: i32,
  V: i32,
): void {
  for (let r = 0; r < R; r++) {
    const row = logits + 4 * r * V;
    const max = rowMax(row, V);
    const most = f32x4.splat(max);
    let sum = f32x4.splat(0);
    for (let i = 0; i < V; i += 4) {
      const four = load4(row + 4 * i, V - i, f32x4.splat(MASKED_SCORE)); // e^… is 0 past the end
      sum = f32x4.add(sum, exp(f32x4.sub(four, most)));
    }
    const logSum: f32 = max + Mathf.log(horizontalSum(sum));
    store<f32>(log_sum_exp + 4 * r, logSum);
    const target = load<i32>(targets + 4 * r);
    store<f32>(token_loss + 4 * r, target < 0 ? 0 : logSum - load<f32>(row + 4 * target));
  }
}

/** loss = Σ token_loss / count over the kept rows; 0 if none is kept. */
export function cross_entropy_mean(targets: usize, token_loss: usize, loss: usize, count: usize, R: i32): void {
  let sum: f64 = 0;
  let kept = 0;
  for (let r = 0; r < R; r++) {
    sum += load<f32>(token_loss + 4 * r);
    if (load<i32>(targets + 4 * r) >= 0) kept++;
  }
  store<f32>(loss, <f32>(sum / max(kept, 1)));
  store<f32>(count, <f32>kept);
}

/** d_logits += (softmax(logits) − onehot(target)) / count at kept rows. */
export function cross_entropy_backward(
  logits: usize,
  targets: usize,
  log_sum_exp: usize,
  count: usize,
  d_logits: usize,
  R: i32,
  V: i32,
): void {
  const share: f32 = 1 / load<f32>(count);
  const shares = f32x4.splat(share);
  for (let r = 0; r < R; r++) {
    const target = load<i32>(targets + 4 * r);
    if (target < 0) continue;
    const row = 4 * r * V;
    const logSum = v128.load32_splat(log_sum_exp + 4 * r);
    for (let i = 0; i < V; i += 4) {
      const at = row + 4 * i;
      const p = exp(f32x4.sub(load4(logits + at, V - i), logSum));
      store4(d_logits + at, V - i, fma(p, shares, load4(d_logits + at, V - i)));
    }
    const hit = d_logits + row + 4 * target;
    store<f32>(hit, load<f32>(hit) - share);
  }
}
