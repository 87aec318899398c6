// SGD with momentum on the flat storage of all parameters (P).

import { fma, load4, store4 } from '../../backends/wasm/assembly/simd';

/** velocity ← momentum · velocity + gradient · factor, w ← w − learning_rate · velocity; factor 0 skips the update */
export function sgd_update(
  parameters: usize,
  gradients: usize,
  velocity: usize,
  factor: usize,
  step: usize,
  first: i32,
  end: i32,
): void {
  if (load<f32>(factor) === 0) return;
  const scale = v128.load32_splat(factor);
  const rate = v128.load32_splat(step);
  const momentum = v128.load32_splat(step, 4);
  for (let i = first; i < end; i += 4) {
    const at = 4 * i;
    const left = end - i;
    const nextVelocity = fma(momentum, load4(velocity + at, left), f32x4.mul(load4(gradients + at, left), scale));
    store4(velocity + at, left, nextVelocity);
    store4(parameters + at, left, f32x4.sub(load4(parameters + at, left), f32x4.mul(rate, nextVelocity)));
  }
}
