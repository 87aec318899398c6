// AdamW on the flat storage of all parameters (P).

import { fma, load4, store4 } from '../../backends/wasm/assembly/simd';

/** Updates the first `decayed` words with weight decay, the others without; factor 0 skips the update. */
export function adamw_update(
  parameters: usize,
  gradients: usize,
  m: usize,
  v: usize,
  factor: usize,
  step: usize,
  decayed: i32,
  first: i32,
  end: i32,
): void {
  if (load<f32>(factor) === 0) return;
  const decayFactor: f32 = 1 - load<f32>(step) * load<f32>(step, 16);
  // Two ranges, because `decayed` need not be a multiple of four.
  updateRange(parameters, gradients, m, v, factor, step, first, min(end, decayed), decayFactor);
  updateRange(parameters, gradients, m, v, factor, step, max(first, decayed), end, 1);
}

/** m ← β1 m + (1 − β1) g, v ← β2 v + (1 − β2) g², w ← w · decayFactor − lr (m / correction1) / (√(v / correction2) + ε) */
function updateRange(
  parameters: usize,
  gradients: usize,
  m: usize,
  v: usize,
  factor: usize,
  step: usize,
  first: i32,
  end: i32,
  decayFactor: f32,
): void {
  // Fields of `step`: learning rate, β1, β2, ε, weight decay, correction1, correction2.
  const rate = f32x4.splat(load<f32>(step) / load<f32>(step, 20));
  const beta1 = v128.load32_splat(step, 4);
  const beta2 = v128.load32_splat(step, 8);
  const epsilon = v128.load32_splat(step, 12);
  const correction = f32x4.splat(1 / load<f32>(step, 24));
  const oneMinusBeta1 = f32x4.sub(f32x4.splat(1), beta1);
  const oneMinusBeta2 = f32x4.sub(f32x4.splat(1), beta2);
  const scale = v128.load32_splat(factor);
  for (let i = first; i < end; i += 4) {
    const at = 4 * i;
    const left = end - i;
    const g = f32x4.mul(load4(gradients + at, left), scale);
    const mean = fma(beta1, load4(m + at, left), f32x4.mul(oneMinusBeta1, g));
    const square = fma(beta2, load4(v + at, left), f32x4.mul(oneMinusBeta2, f32x4.mul(g, g)));
    store4(m + at, left, mean);
    store4(v + at, left, square);
    const denominator = f32x4.add(f32x4.sqrt(f32x4.mul(square, correction)), epsilon);
    const change = f32x4.div(f32x4.mul(rate, mean), denominator);
    store4(parameters + at, left, f32x4.sub(f32x4.mul(load4(parameters + at, left), f32x4.splat(decayFactor)), change));
  }
}
