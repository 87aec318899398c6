// Vectors of four floats: loads and stores of rows of any length, and horizontal reductions.

/** a · b + c; with relaxed SIMD fused (one rounding), else two roundings. */
// @ts-ignore: decorator
@inline
export function fma(a: v128, b: v128, c: v128): v128 {
  return ASC_FEATURE_RELAXED_SIMD ? f32x4.relaxed_madd(a, b, c) : f32x4.add(f32x4.mul(a, b), c);
}

/** Broadcasts a number of static memory to all lanes. One instruction; engines need up to four to build a constant. */
// @ts-ignore: decorator
@inline
export function constant(at: usize): v128 {
  return v128.load32_splat(at);
}

/** Loads four elements of a row with `left` remaining ones; lanes past the end are `fill`. */
// @ts-ignore: decorator
@inline
export function load4(at: usize, left: i32, fill: v128 = f32x4.splat(0)): v128 {
  if (left < 4) return loadEnd(at, left, fill);
  return v128.load(at);
}

/** Stores four elements of a row with `left` remaining ones, and nothing past its end. */
// @ts-ignore: decorator
@inline
export function store4(at: usize, left: i32, four: v128): void {
  if (left < 4) storeEnd(at, left, four);
  else v128.store(at, four);
}

/** target += d · slope, four elements of a row with `left` remaining ones. */
// @ts-ignore: decorator
@inline
export function accumulate4(target: usize, left: i32, d: v128, slope: v128): void {
  store4(target, left, fma(d, slope, load4(target, left)));
}

// Loops, although they run three times at most: their unrolled form makes V8's loops over whole vectors three times as slow.

function loadEnd(at: usize, left: i32, fill: v128): v128 {
  let four = fill;
  while (left-- > 0) four = v128.load32_lane(at + 4 * left, v128.shuffle<f32>(four, four, 0, 0, 1, 2), 0);
  return four;
}

function storeEnd(at: usize, left: i32, four: v128): void {
  for (; left > 0; left--, at += 4) {
    v128.store32_lane(at, four, 0);
    four = v128.shuffle<f32>(four, four, 1, 2, 3, 3);
  }
}

/** Score of a masked position: finite, and so low that its softmax is exactly 0. */
export const MASKED_SCORE: f32 = -1e30;

/** Sum of the four lanes. */
export function horizontalSum(four: v128): f32 {
  const two = f32x4.add(four, v128.shuffle<f32>(four, four, 2, 3, 0, 1));
  return f32x4.extract_lane(two, 0) + f32x4.extract_lane(two, 1);
}

/** Maximum of the four lanes. */
export function horizontalMax(four: v128): f32 {
  const two = f32x4.pmax(four, v128.shuffle<f32>(four, four, 2, 3, 0, 1));
  return max(f32x4.extract_lane(two, 0), f32x4.extract_lane(two, 1));
}

/** Sum of a row of `n` elements. */
export function rowSum(row: usize, n: i32): f32 {
  let sum = f32x4.splat(0);
  for (let i = 0; i < n; i += 4) sum = f32x4.add(sum, load4(row + 4 * i, n - i));
  return horizontalSum(sum);
}

/** Largest of a row of `n` elements. Ignores NaN, except in the first element. */
export function rowMax(row: usize, n: i32): f32 {
  let largest = v128.load32_splat(row);
  for (let i = 0; i < n; i += 4) largest = f32x4.pmax(largest, load4(row + 4 * i, n - i, largest));
  return horizontalMax(largest);
}

/** target += row, for `n` elements. */
export function addRow(row: usize, target: usize, n: i32): void {
  for (let i = 0; i < n; i += 4) {
    const at = target + 4 * i;
    store4(at, n - i, f32x4.add(load4(at, n - i), load4(row + 4 * i, n - i)));
  }
}
