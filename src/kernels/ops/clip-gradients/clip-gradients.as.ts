// Gradient clipping by the global norm.

import { fma, load4, store4 } from '../../backends/wasm/assembly/simd';

/** parts[p] = Σ gradients[i]² over i = p, p + part_count, …; reads contiguously, with the parts in the cache */
export function clip_gradients_squares(gradients: usize, parts: usize, P: i32, part_count: i32, first: i32, end: i32): void {
  memory.fill(parts + 4 * first, 0, 4 * (end - first));
  for (let row = 0; row < P; row += part_count) {
    const width = min(end, P - row);
    for (let i = first; i < width; i += 4) {
      const g = load4(gradients + 4 * (row + i), width - i);
      store4(parts + 4 * i, width - i, fma(g, g, load4(parts + 4 * i, width - i)));
    }
  }
}

/** norm = √Σ parts, factor = min(1, max_norm / (norm + 1e-6)); 1 if max_norm is 0, 0 if the norm is not finite */
export function clip_gradients_factor(
  parts: usize,
  norm: usize,
  factor: usize,
  part_count: i32,
  max_norm: f32,
): void {
  let sum: f64 = 0;
  for (let p = 0; p < part_count; p++) sum += load<f32>(parts + 4 * p);
  const length = <f32>sqrt<f64>(sum);
  store<f32>(norm, length);
  const clipped: f32 = max_norm > 0 ? min<f32>(1, max_norm / (length + 1e-6)) : 1;
  store<f32>(factor, isFinite(length) ? clipped : 0);
}
