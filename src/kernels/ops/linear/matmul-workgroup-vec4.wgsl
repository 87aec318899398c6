// Operands and result of the products in double-buffered workgroup memory, 4 x 4 at a time; their kernels begin with this text.

override a_transposed: bool; // a is stored as (inner, rows)
override b_transposed: bool; // b is stored as (columns, inner)
override has_bias: bool = false;
override accumulate_c: bool = false; // compute c += instead of c =

struct Sizes {
  rows: u32, // of a and c
  columns: u32, // of b and c
  inner: u32, // columns of a, rows of b
  a_step: u32, // stride in words between contiguous rows or columns
  b_step: u32,
}

@group(0) @binding(0) var<storage, read> a: array<vec4f>; // (rows, inner)
@group(0) @binding(1) var<storage, read> b: array<vec4f>; // (inner, columns)
@group(0) @binding(2) var<storage, read> bias: array<vec4f>; // (columns), where has_bias
@group(0) @binding(3) var<storage, read_write> c: array<vec4f>; // (rows, columns)
@group(0) @binding(4) var<uniform> sizes: Sizes;
@group(0) @binding(5) var<storage, read> members: array<vec4u>; // of a batch, by workgroup z: words before a, b and c

alias Value = vec4f;
var<private> origin: vec4u; // the member of this workgroup, in vec4 elements

// How a result is stored; an epilogue replaces this line.
fn put(at: u32, value: Value) { c[at] = value; }

const STEPS = vec4u(0, 1, 2, 3);

// Four terms of four rows of a, a vector a term; 0 past the end of the sum. Rows are clamped; results past the edge are not stored.
fn a_block(row: u32, k: u32) -> mat4x4f {
  if (k >= sizes.inner) { return mat4x4f(); }
  if (a_transposed) {
    let at = origin.x + ((k + STEPS) * sizes.a_step + min(row, sizes.rows - 4)) / 4;
    return mat4x4f(a[at.x], a[at.y], a[at.z], a[at.w]);
  }
  let at = origin.x + (min(row + STEPS, vec4u(sizes.rows - 1)) * sizes.a_step + k) / 4;
  return transpose(mat4x4f(a[at.x], a[at.y], a[at.z], a[at.w]));
}

// Four terms of four columns of b, likewise.
fn b_block(k: u32, column: u32) -> mat4x4f {
  if (k >= sizes.inner) { return mat4x4f(); }
  if (b_transposed) {
    let at = origin.y + (min(column + STEPS, vec4u(sizes.columns - 1)) * sizes.b_step + k) / 4;
    return transpose(mat4x4f(b[at.x], b[at.y], b[at.z], b[at.w]));
  }
  let at = origin.y + ((k + STEPS) * sizes.b_step + min(column, sizes.columns - 4)) / 4;
  return mat4x4f(b[at.x], b[at.y], b[at.z], b[at.w]);
}

// Outer product; the vectors of the matrix are rows of c.
fn outer(x: vec4f, y: vec4f) -> mat4x4f { return mat4x4f(x.x * y, x.y * y, x.z * y, x.w * y); }

// Unrolled, because a variable index into the block would move it from registers to memory.
fn store(row: u32, column: u32, block: mat4x4f) {
  if (column >= sizes.columns) { return; }
  let at = origin.z + (row * sizes.columns + column) / 4;
  let step = sizes.columns / 4;
  let left = max(row, sizes.rows) - row;
  var added = vec4f();
  if (has_bias) { added = bias[column / 4]; }
  if (left > 0) { store_row(at, block[0] + added); }
  if (left > 1) { store_row(at + step, block[1] + added); }
  if (left > 2) { store_row(at + 2 * step, block[2] + added); }
  if (left > 3) { store_row(at + 3 * step, block[3] + added); }
}

fn store_row(at: u32, sums: vec4f) {
  if (accumulate_c) { put(at, c[at] + sums); } else { put(at, sums); }
}
