// Linear layers with a quantised matrix: x (R, K), codes and scales of N rows, bias (N) or address 0, y (R, N).

import { matmul } from '../../backends/wasm/assembly/matmul';
import { own } from '../../backends/wasm/assembly/memory';
import { rowBytes, scaleBytes, unpackRow } from '../../backends/wasm/assembly/quantized';
import { storeSum } from '../../backends/wasm/assembly/vector-matmul';
import { ROWS } from '../../backends/wasm/assembly/tile';
import { dotRows4 } from './dot-rows.as';

/** A panel of unpacked weights, 64 KiB: it is packed for the tiles while it is in the L1 or L2 cache. */
const PANEL_INNER: i32 = 512;
const PANEL_COLUMNS: i32 = 32;
const PANEL_ROW: i32 = 4 * PANEL_INNER;
const panelSpace = memory.data(4 * PANEL_INNER * PANEL_COLUMNS, 64);

/** y = x W + b */
export function quantized_linear_forward(
  x: usize,
  codes: usize,
  scale: usize,
  bias: usize,
  y: usize,
  R: i32,
  K: i32,
  N: i32,
  bits: i32,
  first: i32,
  end: i32,
): void {
  // For fewer rows than a tile, each weight is used a few times at most: nothing is unpacked into memory. Four quarters of the rows of
  // codes are read side by side, each in one direction: the processor fetches ahead of four such streams, not of rows that alternate.
  if (R < ROWS) {
    const quarter = (end - first + 3) >> 2;
    for (let n = first; n < first + quarter; n++) {
      for (let r = 0; r < R; r++) {
        const four = dotRows4(x + 4 * r * K, codes, scale, n, quarter, end, K, bits);
        const row = y + 4 * r * N;
        storeSum(row, bias, n, f32x4.extract_lane(four, 0));
        if (n + quarter < end) storeSum(row, bias, n + quarter, f32x4.extract_lane(four, 1));
        if (n + 2 * quarter < end) storeSum(row, bias, n + 2 * quarter, f32x4.extract_lane(four, 2));
        if (n + 3 * quarter < end) storeSum(row, bias, n + 3 * quarter, f32x4.extract_lane(four, 3));
      }
    }
    return;
  }
  const panel = own(panelSpace);
  for (let n = first; n < end; n += PANEL_COLUMNS) {
    const width = min(N - n, PANEL_COLUMNS);
    for (let k = 0; k < K; k += PANEL_INNER) {
      const depth = min(K - k, PANEL_INNER);
      unpackPanel(codes, scale, n, width, k, depth, K, bits, panel);
      const target = y + 4 * n;
      const start: usize = k > 0 ? target : bias ? bias + 4 * n : 0;
      matmul(R, depth, width, x + 4 * k, 4 * K, 4, panel, 4, PANEL_ROW, start, k > 0 ? 4 * N : 0, target, 4 * N);
    }
  }
}

/** d_x += d_y Wᵀ */
export function quantized_linear_backward_x(
  codes: usize,
  scale: usize,
  d_y: usize,
  d_x: usize,
  R: i32,
  K: i32,
  N: i32,
  bits: i32,
  first: i32,
  end: i32,
): void {
  const panel = own(panelSpace);
  for (let k = first; k < end; k += PANEL_INNER) {
    const depth = min(K - k, PANEL_INNER);
    const target = d_x + 4 * k;
    for (let n = 0; n < N; n += PANEL_COLUMNS) {
      const width = min(N - n, PANEL_COLUMNS);
      unpackPanel(codes, scale, n, width, k, depth, K, bits, panel);
      matmul(R, width, depth, d_y + 4 * n, 4 * N, 4, panel, PANEL_ROW, 4, target, 4 * K, target, 4 * K);
    }
  }
}

/** Unpacks numbers [first, first + depth) of rows [row, row + width) into the panel, a row each. */
function unpackPanel(
  codes: usize,
  scale: usize,
  row: i32,
  width: i32,
  first: i32,
  depth: i32,
  K: i32,
  bits: i32,
  panel: usize,
): void {
  for (let m = 0; m < width; m++) {
    const from = codes + (row + m) * rowBytes(K, bits);
    unpackRow(from, scale + (row + m) * scaleBytes(K, bits), first, depth, bits, panel + m * PANEL_ROW);
  }
}
