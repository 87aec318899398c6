// SwiGLU on N elements.

import { sigmoid } from '../../backends/wasm/assembly/exp';
import { accumulate4, load4, store4 } from '../../backends/wasm/assembly/simd';
import { siluSlope } from '../silu/silu.as';

/** y = gate sigmoid(gate) x */
export function swiglu_forward(gate: usize, x: usize, y: usize, first: i32, end: i32): void {
  for (let i = first; i < end; i += 4) {
    const g = load4(gate + 4 * i, end - i);
    store4(y + 4 * i, end - i, f32x4.mul(f32x4.mul(g, sigmoid(g)), load4(x + 4 * i, end - i)));
  }
}

/** d_gate += d_y x silu′(gate), d_x += d_y silu(gate) */
export function swiglu_backward(gate: usize, x: usize, d_y: usize, d_gate: usize, d_x: usize, first: i32, end: i32): void {
  for (let i = first; i < end; i += 4) {
    const at = 4 * i;
    const left = end - i;
    const g = load4(gate + at, left);
    const s = sigmoid(g);
    const d = load4(d_y + at, left);
    accumulate4(d_gate + at, left, f32x4.mul(d, load4(x + at, left)), siluSlope(g, s));
    accumulate4(d_x + at, left, d, f32x4.mul(g, s));
  }
}
