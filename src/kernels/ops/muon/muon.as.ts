// Muon on a matrix (K, N): its blocks of `width` columns are orthogonalized one by one. x holds the blocks one after another.

import { matmul } from '../../backends/wasm/assembly/matmul';

/** momentum ← μ momentum + (1 − μ) g, x = μ momentum + (1 − μ) g with g = gradient · factor; squares of the columns of x */
export function muon_momentum(
  gradient: usize, factor: usize, step: usize, momentum: usize, x: usize, columnSquares: usize, K: i32, N: i32, width: i32,
): void {
  const scale = load<f32>(factor);
  if (scale === 0) return;
  const mu = load<f32>(step, 4);
  memory.fill(columnSquares, 0, 4 * N);
  for (let first = 0; first < N; first += width) {
    for (let row = 0; row < K; row++) {
      for (let n = first; n < first + width; n++) {
        const i = 4 * (row * N + n);
        const g = load<f32>(gradient + i) * scale;
        const mean = mu * load<f32>(momentum + i) + (1 - mu) * g;
        const update = mu * mean + (1 - mu) * g;
        store<f32>(momentum + i, mean);
        store<f32>(x, update);
        store<f32>(columnSquares + 4 * n, load<f32>(columnSquares + 4 * n) + update * update);
        x += 4;
      }
    }
  }
}

/** Divides each block by its Frobenius norm + 1e-7. */
export function muon_normalize(columnSquares: usize, x: usize, K: i32, N: i32, width: i32): void {
  for (let first = 0; first < N; first += width) {
    let squares: f64 = 0;
    for (let n = first; n < first + width; n++) squares += load<f32>(columnSquares + 4 * n);
    const inverse = <f32>(1 / (sqrt<f64>(squares) + 1e-7));
    const start = x + 4 * first * K;
    for (let i = 0; i < K * width; i++) store<f32>(start + 4 * i, load<f32>(start + 4 * i) * inverse);
  }
}

/** c = alpha a b + beta d for each block. Strides in words; one of those of c is 1. Beta 0: d is not read. */
export function muon_product(
  a: usize, b: usize, d: usize, c: usize, blocks: i32, rows: i32, columns: i32, inner: i32, a_row: i32, a_column: i32,
  b_row: i32, b_column: i32, c_row: i32, c_column: i32, a_block: i32, b_block: i32, c_block: i32, alpha: f32, beta: f32,
): void {
  for (let block = 0; block < blocks; block++) {
    const blockA = a + 4 * block * a_block;
    const blockB = b + 4 * block * b_block;
    const blockC = c + 4 * block * c_block;
    const blockD = d + 4 * block * c_block;
    if (beta !== 0) for (let i = 0; i < 4 * c_block; i += 4) store<f32>(blockC + i, beta * load<f32>(blockD + i));
    const start: usize = beta === 0 ? 0 : blockC;
    if (c_column === 1) {
      matmul(
        rows, inner, columns, blockA, 4 * a_row, 4 * a_column, blockB, 4 * b_row, 4 * b_column, start, 4 * c_row, blockC,
        4 * c_row, alpha,
      );
    } else {
      // The transposed product bᵀ aᵀ, whose rows are contiguous.
      matmul(
        columns, inner, rows, blockB, 4 * b_column, 4 * b_row, blockA, 4 * a_column, 4 * a_row, start, 4 * c_column, blockC,
        4 * c_column, alpha,
      );
    }
  }
}

/** w ← w (1 − lr · weight_decay) − lr · scale · x */
export function muon_update(
  x: usize, factor: usize, step: usize, weight: usize, K: i32, N: i32, width: i32, scale: f32,
): void {
  if (load<f32>(factor) === 0) return;
  const rate = load<f32>(step) * scale;
  const decay: f32 = 1 - load<f32>(step) * load<f32>(step, 8);
  for (let first = 0; first < N; first += width) {
    for (let row = 0; row < K; row++) {
      for (let n = first; n < first + width; n++) {
        const at = weight + 4 * (row * N + n);
        store<f32>(at, load<f32>(at) * decay - rate * load<f32>(x));
        x += 4;
      }
    }
  }
}
