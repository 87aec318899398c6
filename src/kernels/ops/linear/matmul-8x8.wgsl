// c = a b (+ bias). Each thread computes 8 x 8 entries as blocks of 4 x 4 in registers.

override has_bias: bool = false;
override accumulate_c: bool = false; // compute c += instead of c =

struct Sizes {
  rows: u32, // of a and c
  columns: u32, // of b and c
  inner: u32, // columns of a, rows of b
  a_row: u32, // strides in words; they select the NN, NT or TN product
  a_column: u32,
  b_row: u32,
  b_column: u32,
}

@group(0) @binding(0) var<storage, read> a: array<f32>; // (rows, inner)
@group(0) @binding(1) var<storage, read> b: array<f32>; // (inner, columns)
@group(0) @binding(2) var<storage, read> bias: array<f32>; // (columns), where has_bias
@group(0) @binding(3) var<storage, read_write> c: array<f32>; // (rows, columns)
@group(0) @binding(4) var<uniform> sizes: Sizes;
@group(0) @binding(5) var<storage, read> members: array<vec4u>; // of a batch, by workgroup z: words before a, b and c

alias Value = f32;
var<private> origin: vec4u; // the member of this workgroup

// How a result is stored; an epilogue replaces this line.
fn put(at: u32, value: Value) { c[at] = value; }

// Offsets of four rows of a, and of four columns of b. Indices are clamped; results past the edge are not stored.
fn rows_from(row: u32) -> vec4u {
  return origin.x + min(row + vec4u(0, 1, 2, 3), vec4u(sizes.rows - 1)) * sizes.a_row;
}
fn columns_from(column: u32) -> vec4u {
  return origin.y + min(column + vec4u(0, 1, 2, 3), vec4u(sizes.columns - 1)) * sizes.b_column;
}

fn a_at(at: vec4u) -> vec4f { return vec4f(a[at.x], a[at.y], a[at.z], a[at.w]); }
fn b_at(at: vec4u) -> vec4f { return vec4f(b[at.x], b[at.y], b[at.z], b[at.w]); }

// Outer product; the vectors of the matrix are rows of c.
fn outer(x: vec4f, y: vec4f) -> mat4x4f { return mat4x4f(x.x * y, x.y * y, x.z * y, x.w * y); }

fn store(row: u32, column: u32, sum: f32) {
  if (row >= sizes.rows || column >= sizes.columns) { return; }
  let at = origin.z + row * sizes.columns + column;
  var result = sum;
  if (has_bias) { result += bias[column]; }
  if (accumulate_c) { result += c[at]; }
  put(at, result);
}

@compute @workgroup_size(4, 8)
fn main(@builtin(global_invocation_id) id: vec3u) {
  origin = members[id.z];
  let row = id.y * 8;
  let column = id.x * 8;
  if (row >= sizes.rows || column >= sizes.columns) { return; }

  let top = rows_from(row);
  let bottom = rows_from(row + 4);
  let left = columns_from(column);
  let right = columns_from(column + 4);
  var top_left: mat4x4f;
  var top_right: mat4x4f;
  var bottom_left: mat4x4f;
  var bottom_right: mat4x4f;
  let inner = sizes.inner;
  for (var k = 0u; k < inner; k++) {
    let x_top = a_at(top + k * sizes.a_column);
    let x_bottom = a_at(bottom + k * sizes.a_column);
    let y_left = b_at(left + k * sizes.b_row);
    let y_right = b_at(right + k * sizes.b_row);
    top_left += outer(x_top, y_left);
    top_right += outer(x_top, y_right);
    bottom_left += outer(x_bottom, y_left);
    bottom_right += outer(x_bottom, y_right);
  }
  // A loop compiles faster than unrolled code.
  let blocks = array(top_left, top_right, bottom_left, bottom_right);
  for (var i = 0u; i < 64; i++) {
    store(row + i / 8, column + i % 8, blocks[i / 32 * 2 + i / 4 % 2][i / 8 % 4][i % 4]);
  }
}
