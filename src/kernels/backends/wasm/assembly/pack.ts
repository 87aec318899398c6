// Packing of four rows or columns of a matrix, so that a matrix product reads contiguous memory.

/**
 * to[i, j] = scale · from[i, j] for i < `inner` and lanes j < 4; missing lanes (j ≥ `lanes`) are 0. Strides in bytes: `step` from
 * i to i + 1 and `lane` from j to j + 1 in `from`, `stride` from i to i + 1 in `to`, whose lanes are contiguous.
 */
export function pack4(
  from: usize,
  lane: i32,
  step: i32,
  lanes: i32,
  inner: i32,
  to: usize,
  stride: i32,
  scale: f32,
): void {
  if (lanes >= 4 && lane === 4) copy(from, step, inner, to, stride, scale);
  else if (lanes >= 4 && step === 4) transpose(from, lane, inner, to, stride, scale);
  else gather(from, lane, step, lanes, inner, to, stride, scale);
}

/** Lanes are contiguous in `from`. */
function copy(from: usize, step: i32, inner: i32, to: usize, stride: i32, scale: f32): void {
  const scales = f32x4.splat(scale);
  for (let i = 0; i < inner; i++) {
    v128.store(to, f32x4.mul(v128.load(from), scales));
    from += step;
    to += stride;
  }
}

/** Lanes are rows of `from`: transposes blocks of 4 × 4 in registers. */
function transpose(from: usize, lane: i32, inner: i32, to: usize, stride: i32, scale: f32): void {
  const scales = f32x4.splat(scale);
  const wholeBlocks = inner & ~3;
  for (let i = 0; i < wholeBlocks; i += 4) {
    const a = v128.load(from);
    const b = v128.load(from + lane);
    const c = v128.load(from + 2 * lane);
    const d = v128.load(from + 3 * lane);
    const ab01 = v128.shuffle<f32>(a, b, 0, 4, 1, 5); // a0 b0 a1 b1
    const cd01 = v128.shuffle<f32>(c, d, 0, 4, 1, 5);
    const ab23 = v128.shuffle<f32>(a, b, 2, 6, 3, 7);
    const cd23 = v128.shuffle<f32>(c, d, 2, 6, 3, 7);
    v128.store(to, f32x4.mul(v128.shuffle<f32>(ab01, cd01, 0, 1, 4, 5), scales));
    v128.store(to + stride, f32x4.mul(v128.shuffle<f32>(ab01, cd01, 2, 3, 6, 7), scales));
    v128.store(to + 2 * stride, f32x4.mul(v128.shuffle<f32>(ab23, cd23, 0, 1, 4, 5), scales));
    v128.store(to + 3 * stride, f32x4.mul(v128.shuffle<f32>(ab23, cd23, 2, 3, 6, 7), scales));
    from += 16;
    to += 4 * stride;
  }
  gather(from, lane, 4, 4, inner - wholeBlocks, to, stride, scale);
}

/** Any strides, and missing lanes. */
function gather(
  from: usize,
  lane: i32,
  step: i32,
  lanes: i32,
  inner: i32,
  to: usize,
  stride: i32,
  scale: f32,
): void {
  for (let i = 0; i < inner; i++) {
    for (let j = 0; j < 4; j++) {
      store<f32>(to + 4 * j, j < lanes ? scale * load<f32>(from + j * lane) : 0);
    }
    from += step;
    to += stride;
  }
}
