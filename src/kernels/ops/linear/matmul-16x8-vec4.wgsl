// c = a b (+ bias). Each thread computes 16 x 8 entries in registers from blocks of 4 x 4, loaded as vec4. Contiguous sizes are
// multiples of 4. The vectors of a block's matrix are the block's rows; WGSL treats them as columns, so the product of two
// blocks x y is written y * x.

override rows: u32; // rows of a and c
override columns: u32; // columns of b and c
override inner: u32; // columns of a, rows of b
override a_row: u32; // strides in words; they select the NN, NT or TN product
override a_column: u32;
override b_row: u32;
override b_column: u32;
override has_bias: bool = false;
override accumulate_c: bool = false; // compute c += instead of c =

@group(0) @binding(0) var<storage, read> a: array<vec4f>; // (rows, inner)
@group(0) @binding(1) var<storage, read> b: array<vec4f>; // (inner, columns)
@group(0) @binding(2) var<storage, read> bias: array<vec4f>; // (columns), where has_bias
@group(0) @binding(3) var<storage, read_write> c: array<vec4f>; // (rows, columns)
@group(0) @binding(4) var<storage, read> members: array<vec4u>; // of a batch, by workgroup z: words before a, b and c

alias Value = vec4f;
var<private> origin: vec4u; // the member of this workgroup, in vec4 elements

// How a result is stored; an epilogue replaces this line.
fn put(at: u32, value: Value) { c[at] = value; }

// Indices are clamped or read the next words in memory; results past the edge are not stored.
fn a_block(row: u32, k: u32) -> mat4x4f {
  if (a_column == 1) {
    let at = origin.x + (min(row + vec4u(0, 1, 2, 3), vec4u(rows - 1)) * a_row + k) / 4;
    return mat4x4f(a[at.x], a[at.y], a[at.z], a[at.w]);
  }
  let at = origin.x + ((k + vec4u(0, 1, 2, 3)) * a_column + row) / 4;
  return transpose(mat4x4f(a[at.x], a[at.y], a[at.z], a[at.w]));
}

fn b_block(k: u32, column: u32) -> mat4x4f {
  if (b_column == 1) {
    let at = origin.y + ((k + vec4u(0, 1, 2, 3)) * b_row + column) / 4;
    return mat4x4f(b[at.x], b[at.y], b[at.z], b[at.w]);
  }
  let at = origin.y + (min(column + vec4u(0, 1, 2, 3), vec4u(columns - 1)) * b_column + k) / 4;
  return transpose(mat4x4f(b[at.x], b[at.y], b[at.z], b[at.w]));
}

fn store(row: u32, column: u32, block: mat4x4f) {
  if (column >= columns) { return; }
  for (var i = 0u; i < 4 && row + i < rows; i++) {
    let at = origin.z + ((row + i) * columns + column) / 4;
    var sums = block[i];
    if (has_bias) { sums += bias[column / 4]; }
    if (accumulate_c) { sums += c[at]; }
    put(at, sums);
  }
}

@compute @workgroup_size(4, 8)
fn main(@builtin(global_invocation_id) id: vec3u) {
  origin = members[id.z] / 4;
  let row = id.y * 16;
  let column = id.x * 8;
  if (row >= rows || column >= columns) { return; }

  var left_0: mat4x4f; // columns 0-3 of rows 0-3, 4-7, 8-11 and 12-15
  var left_1: mat4x4f;
  var left_2: mat4x4f;
  var left_3: mat4x4f;
  var right_0: mat4x4f; // columns 4-7
  var right_1: mat4x4f;
  var right_2: mat4x4f;
  var right_3: mat4x4f;
  for (var k = 0u; k < inner; k += 4) {
    let x_0 = a_block(row, k);
    let x_1 = a_block(row + 4, k);
    let x_2 = a_block(row + 8, k);
    let x_3 = a_block(row + 12, k);
    let y_left = b_block(k, column);
    left_0 += y_left * x_0;
    left_1 += y_left * x_1;
    left_2 += y_left * x_2;
    left_3 += y_left * x_3;
    let y_right = b_block(k, column + 4);
    right_0 += y_right * x_0;
    right_1 += y_right * x_1;
    right_2 += y_right * x_2;
    right_3 += y_right * x_3;
  }
  store(row, column, left_0);
  store(row + 4, column, left_1);
  store(row + 8, column, left_2);
  store(row + 12, column, left_3);
  store(row, column + 4, right_0);
  store(row + 4, column + 4, right_1);
  store(row + 8, column + 4, right_2);
  store(row + 12, column + 4, right_3);
}
