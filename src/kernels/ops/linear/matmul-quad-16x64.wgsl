// c = a b (+ bias). Four lanes compute 16 x 64 entries, 16 x 16 each, as blocks of 4 x 4 in registers. All four need the same
// rows of a: each lane loads one of four rows and receives the others by quadBroadcast, which software adapters execute faster
// than loads. Contiguous sizes are multiples of 4. The vectors of a block's matrix are the block's rows; WGSL treats them as
// columns, so the product of two blocks x y is written y * x.
enable subgroups;

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

const LANES = vec4u(0, 1, 2, 3);

// A block of a; each lane loads one vector.
fn a_block(at: u32) -> mat4x4f {
  let own_row = a[at];
  let all = mat4x4f(quadBroadcast(own_row, 0), quadBroadcast(own_row, 1), quadBroadcast(own_row, 2), quadBroadcast(own_row, 3));
  if (a_transposed) { return transpose(all); }
  return all;
}

fn b_block(at: vec4u) -> mat4x4f {
  let block = mat4x4f(b[at.x], b[at.y], b[at.z], b[at.w]);
  if (b_transposed) { return transpose(block); }
  return block;
}

// Offset of a lane's first vector of a block. Indices are clamped or read the next words in memory; results past the edge are
// not stored.
fn a_start(row: u32, lane: u32) -> u32 {
  if (a_transposed) { return origin.x + (lane * sizes.a_step + row) / 4; }
  return origin.x + min(row + lane, sizes.rows - 1) * sizes.a_step / 4;
}

fn b_start(column: u32) -> vec4u {
  if (b_transposed) { return origin.y + min(column + LANES, vec4u(sizes.columns - 1)) * sizes.b_step / 4; }
  return origin.y + (LANES * sizes.b_step + column) / 4;
}

fn store(row: u32, column: u32, sums: vec4f) {
  if (row >= sizes.rows || column >= sizes.columns) { return; }
  let at = origin.z + (row * sizes.columns + column) / 4;
  var result = sums;
  if (has_bias) { result += bias[column / 4]; }
  if (accumulate_c) { result += c[at]; }
  put(at, result);
}

@compute @workgroup_size(4)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_id) local_id: vec3u) {
  origin = members[group.z] / 4;
  let row = group.y * 16;
  let column = group.x * 64 + local_id.x * 16;

  // a0 is the offset of rows 0-3 of a, b0 that of columns 0-3 of b; c01 is the block of rows 0-3 and columns 4-7, and so on.
  var a0 = a_start(row, local_id.x);
  var a1 = a_start(row + 4, local_id.x);
  var a2 = a_start(row + 8, local_id.x);
  var a3 = a_start(row + 12, local_id.x);
  let a_next = select(1, sizes.a_step, a_transposed);
  var b0 = b_start(column);
  var b1 = b_start(column + 4);
  var b2 = b_start(column + 8);
  var b3 = b_start(column + 12);
  let b_next = vec4u(select(sizes.b_step, 1, b_transposed));
  var c00: mat4x4f; var c01: mat4x4f; var c02: mat4x4f; var c03: mat4x4f;
  var c10: mat4x4f; var c11: mat4x4f; var c12: mat4x4f; var c13: mat4x4f;
  var c20: mat4x4f; var c21: mat4x4f; var c22: mat4x4f; var c23: mat4x4f;
  var c30: mat4x4f; var c31: mat4x4f; var c32: mat4x4f; var c33: mat4x4f;
  let inner = sizes.inner;
  for (var k = 0u; k < inner; k += 4) {
    let y0 = b_block(b0);
    let y1 = b_block(b1);
    let y2 = b_block(b2);
    let y3 = b_block(b3);
    let x0 = a_block(a0);
    c00 += y0 * x0; c01 += y1 * x0; c02 += y2 * x0; c03 += y3 * x0;
    let x1 = a_block(a1);
    c10 += y0 * x1; c11 += y1 * x1; c12 += y2 * x1; c13 += y3 * x1;
    let x2 = a_block(a2);
    c20 += y0 * x2; c21 += y1 * x2; c22 += y2 * x2; c23 += y3 * x2;
    let x3 = a_block(a3);
    c30 += y0 * x3; c31 += y1 * x3; c32 += y2 * x3; c33 += y3 * x3;
    a0 += a_next; a1 += a_next; a2 += a_next; a3 += a_next;
    b0 += b_next; b1 += b_next; b2 += b_next; b3 += b_next;
  }
  // A loop, because unrolled code with an epilogue takes a software adapter seconds to compile.
  let blocks = array(c00, c01, c02, c03, c10, c11, c12, c13, c20, c21, c22, c23, c30, c31, c32, c33);
  for (var i = 0u; i < 64; i++) {
    let block = i / 4;
    store(row + block / 4 * 4 + i % 4, column + block % 4 * 4, blocks[block][i % 4]);
  }
}
