// Matrix products of any size and layout: register tiles over packed operands, blocked for the caches (Goto & van de Geijn 2008).

import { own, wide_tiles } from './memory';
import { pack4 } from './pack';
import { COLUMNS, ROWS, tile, WIDE_COLUMNS, WIDE_ROWS, wideTile } from './tile';

/** A packed block of B fits into the L2 cache (256 KiB), a panel of eight columns into the L1 cache (16 KiB). Edges round by blocks. */
const BLOCK_INNER: i32 = 512;
const BLOCK_COLUMNS: i32 = 128;

/** Numbers in a cache line: rows or columns that are packed together where they are contiguous. */
const LINE: i32 = 16;

const columnSpace = memory.data(4 * BLOCK_INNER * BLOCK_COLUMNS, 64);
const rowSpace = memory.data(4 * BLOCK_INNER * LINE, 64);
const tileSpace = memory.data(4 * ROWS * COLUMNS, 64);

/** Masks of causal attention, where rows and columns are positions. */
export const FULL: i32 = 0;
/** Computes C[r, n] for n ≤ r only; other entries are not written. */
export const LOWER_TRIANGULAR_C: i32 = 1;
/** Treats A[r, i] as 0 for i > r. */
export const LOWER_TRIANGULAR_A: i32 = 2;
/** Treats A[r, i] as 0 for i < r. */
export const UPPER_TRIANGULAR_A: i32 = 3;

/**
 * C (rows, columns) = start + scale · A (rows, inner) B (inner, columns). Strides are in bytes: A[r, i] at
 * a + r · aRow + i · aInner, B[i, n] at b + i · bInner + n · bColumn, C[r, n] at c + r · cRow + 4 n. `start` has the layout of C
 * with row stride `startRow`: C itself to accumulate, a bias with stride 0, or address 0 for none.
 */
export function matmul(
  rows: i32,
  inner: i32,
  columns: i32,
  a: usize,
  aRow: i32,
  aInner: i32,
  b: usize,
  bInner: i32,
  bColumn: i32,
  start: usize,
  startRow: i32,
  c: usize,
  cRow: i32,
  scale: f32 = 1,
  mask: i32 = FULL,
): void {
  const packedColumns = own(columnSpace);
  const packedRows = own(rowSpace);
  const edgeTile = own(tileSpace);
  for (let n = 0; n < columns; n += BLOCK_COLUMNS) {
    const width = min(columns - n, BLOCK_COLUMNS);
    for (let i = 0; i < inner; i += BLOCK_INNER) {
      const depth = min(inner - i, BLOCK_INNER);
      packBlock(b + i * bInner + n * bColumn, bInner, bColumn, depth, width, scale, packedColumns);
      for (let r = 0; r < rows; r += ROWS) {
        const isFirst = mask === UPPER_TRIANGULAR_A ? r >= i : i === 0;
        const from = isFirst ? start : c;
        const fromRow = isFirst ? startRow : cRow;
        const first = mask === UPPER_TRIANGULAR_A ? max(r - i, 0) : 0;
        const last = mask === LOWER_TRIANGULAR_A ? min(r + ROWS - i, depth) : depth;
        if (first >= last) continue;
        const height = min(rows - r, ROWS);
        // Four complete rows are read in place; columns, edges and triangles are packed.
        let at = a + r * aRow + (i + first) * aInner;
        let row = aRow;
        let step = aInner;
        if (height < ROWS || aInner !== 4 || mask >= LOWER_TRIANGULAR_A) {
          const place = r % LINE;
          if (aRow === 4 && mask < LOWER_TRIANGULAR_A && r - place + LINE <= rows) {
            if (place === 0) packFourGroups(at, aInner, depth, packedRows);
            at = packedRows + place * 4 * depth;
          } else {
            pack4(at, aRow, aInner, height, last - first, packedRows, 16, 1);
            if (mask >= LOWER_TRIANGULAR_A) maskTriangle(mask, r - i - first, last - first, packedRows);
            at = packedRows;
          }
          row = 4;
          step = 16;
        }
        const visibleColumns = mask === LOWER_TRIANGULAR_C ? r + 1 - n : width; // of the tile's first row
        let m = 0;
        if (ASC_FEATURE_RELAXED_SIMD && wide_tiles && height === ROWS && visibleColumns >= width) {
          for (; m + WIDE_COLUMNS <= width; m += WIDE_COLUMNS) {
            const columnsAt = packedColumns + (m * depth + first * COLUMNS) * 4;
            for (let half = 0; half < ROWS; half += WIDE_ROWS) {
              const target = c + (r + half) * cRow + (n + m) * 4;
              const tileStart = from ? from + (r + half) * fromRow + (n + m) * 4 : 0;
              wideTile(last - first, at + half * row, row, step, columnsAt, depth * 32, tileStart, fromRow, target, cRow);
            }
          }
        }
        for (; m < min(visibleColumns + ROWS - 1, width); m += COLUMNS) {
          const columnsAt = packedColumns + (m * depth + first * COLUMNS) * 4;
          const target = c + r * cRow + (n + m) * 4;
          const tileStart = from ? from + r * fromRow + (n + m) * 4 : 0;
          if (height === ROWS && width - m >= COLUMNS && visibleColumns - m >= COLUMNS) {
            tile(last - first, at, row, step, columnsAt, 32, tileStart, fromRow, target, cRow);
          } else {
            tile(last - first, at, row, step, columnsAt, 32, 0, 0, edgeTile, 32);
            const visible = mask === LOWER_TRIANGULAR_C ? visibleColumns - m : COLUMNS;
            storeEdge(edgeTile, height, width - m, visible, tileStart, fromRow, target, cRow);
          }
        }
      }
    }
  }
}

/**
 * A range of `matmul`: rows [first, end) if there are at least as many rows as columns, else columns. `first` is a multiple of eight, so
 * that the tiles are those of the whole product.
 */
export function matmulRange(
  rows: i32,
  inner: i32,
  columns: i32,
  a: usize,
  aRow: i32,
  aInner: i32,
  b: usize,
  bInner: i32,
  bColumn: i32,
  start: usize,
  startRow: i32,
  c: usize,
  cRow: i32,
  first: i32,
  end: i32,
): void {
  const count = end - first;
  if (rows >= columns) {
    const from: usize = start ? start + first * startRow : 0;
    matmul(count, inner, columns, a + first * aRow, aRow, aInner, b, bInner, bColumn, from, startRow, c + first * cRow, cRow);
  } else {
    const from: usize = start ? start + 4 * first : 0;
    matmul(rows, inner, count, a, aRow, aInner, b + first * bColumn, bInner, bColumn, from, startRow, c + 4 * first, cRow);
  }
}

/** Packs B (depth, width), times `scale`, into panels of eight columns. The last panel is padded with zeros. */
function packBlock(
  b: usize,
  bInner: i32,
  bColumn: i32,
  depth: i32,
  width: i32,
  scale: f32,
  packedColumns: usize,
): void {
  let n = 0;
  if (bColumn === 4) {
    for (; n + LINE <= width; n += LINE) packTwoPanels(b + 4 * n, bInner, depth, scale, packedColumns + 4 * n * depth);
  }
  for (; n < width; n += 4) {
    const panel = packedColumns + (n & ~7) * depth * 4;
    pack4(b + n * bColumn, bColumn, bInner, width - n, depth, panel + (n & 4) * 4, 32, scale);
  }
  if (((width - 1) & 4) === 0) {
    // The right half of the last panel is padding.
    const panel = packedColumns + ((width - 1) & ~7) * depth * 4;
    pack4(b, bColumn, bInner, 0, depth, panel + 16, 32, scale);
  }
}

/** 16 contiguous columns as two panels. */
function packTwoPanels(from: usize, step: i32, depth: i32, scale: f32, to: usize): void {
  const scales = f32x4.splat(scale);
  let second = to + 32 * depth;
  for (let i = 0; i < depth; i++) {
    v128.store(to, f32x4.mul(v128.load(from), scales));
    v128.store(to, f32x4.mul(v128.load(from, 16), scales), 16);
    v128.store(second, f32x4.mul(v128.load(from, 32), scales));
    v128.store(second, f32x4.mul(v128.load(from, 48), scales), 16);
    from += step;
    to += 32;
    second += 32;
  }
}

/** Packs 16 contiguous rows, `step` bytes from one inner position to the next, as four groups of four. */
function packFourGroups(from: usize, step: i32, depth: i32, to: usize): void {
  const group = 16 * depth;
  for (let i = 0; i < depth; i++) {
    v128.store(to, v128.load(from));
    v128.store(to + group, v128.load(from, 16));
    v128.store(to + 2 * group, v128.load(from, 32));
    v128.store(to + 3 * group, v128.load(from, 48));
    from += step;
    to += 16;
  }
}

/** Zeroes packed rows of A beyond the diagonal, which starts at inner position `diagonal` of `depth`. */
function maskTriangle(mask: i32, diagonal: i32, depth: i32, packedRows: usize): void {
  if (diagonal < 0) return;
  for (let i = diagonal; i < min(diagonal + ROWS, depth); i++) {
    for (let row = 0; row < ROWS; row++) {
      const beyond = mask === LOWER_TRIANGULAR_A ? i - diagonal > row : i - diagonal < row;
      if (beyond) store<f32>(packedRows + 16 * i + 4 * row, 0);
    }
  }
}

/** Stores start + `edgeTile` where it lies within C and the mask: `visibleColumns` in the first row, one more in each next. */
function storeEdge(
  edgeTile: usize,
  height: i32,
  width: i32,
  visibleColumns: i32,
  start: usize,
  startRow: i32,
  c: usize,
  cRow: i32,
): void {
  for (let row = 0; row < height; row++) {
    for (let n = 0; n < min(min(width, COLUMNS), visibleColumns + row); n++) {
      const before = start ? load<f32>(start + row * startRow + 4 * n) : 0;
      store<f32>(c + row * cRow + 4 * n, before + load<f32>(edgeTile + row * 32 + 4 * n));
    }
  }
}
