// c = a b (+ bias). Each workgroup computes 32 x 32 entries from tiles in shared memory, each thread 4 x 4 of them.

override rows: u32; // rows of a and c
override columns: u32; // columns of b and c
override inner: u32; // columns of a, rows of b
override a_row: u32; // strides in words; they select the NN, NT or TN product
override a_column: u32;
override b_row: u32;
override b_column: u32;
override has_bias: bool = false;
override accumulate_c: bool = false; // compute c += instead of c =

@group(0) @binding(0) var<storage, read> a: array<f32>; // (rows, inner)
@group(0) @binding(1) var<storage, read> b: array<f32>; // (inner, columns)
@group(0) @binding(2) var<storage, read> bias: array<f32>; // (columns), where has_bias
@group(0) @binding(3) var<storage, read_write> c: array<f32>; // (rows, columns)
@group(0) @binding(4) var<storage, read> members: array<vec4u>; // of a batch, by workgroup z: words before a, b and c

alias Value = f32;
var<private> origin: vec4u; // the member of this workgroup

// How a result is stored; an epilogue replaces this line.
fn put(at: u32, value: Value) { c[at] = value; }

// Offsets of four rows of a, and of four columns of b. Indices are clamped; results past the edge are not stored.
fn rows_from(row: u32) -> vec4u { return origin.x + min(row + vec4u(0, 1, 2, 3), vec4u(rows - 1)) * a_row; }
fn columns_from(column: u32) -> vec4u { return origin.y + min(column + vec4u(0, 1, 2, 3), vec4u(columns - 1)) * b_column; }

// Entry k of four rows of a, and of four columns of b; 0 past the end of the sum.
fn a_at(starts: vec4u, k: u32) -> vec4f {
  if (k >= inner) { return vec4f(); }
  let at = starts + k * a_column;
  return vec4f(a[at.x], a[at.y], a[at.z], a[at.w]);
}
fn b_at(starts: vec4u, k: u32) -> vec4f {
  if (k >= inner) { return vec4f(); }
  let at = starts + k * b_row;
  return vec4f(b[at.x], b[at.y], b[at.z], b[at.w]);
}

// Outer product; the vectors of the matrix are rows of c.
fn outer(x: vec4f, y: vec4f) -> mat4x4f { return mat4x4f(x.x * y, x.y * y, x.z * y, x.w * y); }

fn store(row: u32, column: u32, block: mat4x4f) {
  for (var i = 0u; i < 4 && row + i < rows; i++) {
    for (var j = 0u; j < 4 && column + j < columns; j++) {
      let at = origin.z + (row + i) * columns + column + j;
      var sum = block[i][j];
      if (has_bias) { sum += bias[column + j]; }
      if (accumulate_c) { sum += c[at]; }
      put(at, sum);
    }
  }
}

const DEPTH = 16u; // terms of the sum per tile

// Per term: 32 rows of a, and 32 columns of b, as vec4.
var<workgroup> a_tile: array<array<vec4f, 8>, DEPTH>;
var<workgroup> b_tile: array<array<vec4f, 8>, DEPTH>;

@compute @workgroup_size(8, 8)
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(local_invocation_id) local_id: vec3u,
  @builtin(local_invocation_index) index: u32,
) {
  origin = members[group.z];
  let first_row = group.y * 32;
  let first_column = group.x * 32;
  var sums: mat4x4f;
  for (var first = 0u; first < inner; first += DEPTH) {
    workgroupBarrier(); // all threads have read the previous tiles
    for (var i = index; i < DEPTH * 8; i += 64) {
      // Coalesced reads: along the sum if it is the contiguous axis of the operand.
      let a_term = select(i / 8, i % DEPTH, a_column == 1);
      let a_vec4 = select(i % 8, i / DEPTH, a_column == 1);
      let b_term = select(i / 8, i % DEPTH, b_row == 1);
      let b_vec4 = select(i % 8, i / DEPTH, b_row == 1);
      a_tile[a_term][a_vec4] = a_at(rows_from(first_row + 4 * a_vec4), first + a_term);
      b_tile[b_term][b_vec4] = b_at(columns_from(first_column + 4 * b_vec4), first + b_term);
    }
    workgroupBarrier(); // the tiles are complete
    for (var k = 0u; k < DEPTH; k++) { sums += outer(a_tile[k][local_id.y], b_tile[k][local_id.x]); }
  }
  store(first_row + 4 * local_id.y, first_column + 4 * local_id.x, sums);
}
