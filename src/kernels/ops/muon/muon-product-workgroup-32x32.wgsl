// c = alpha a b + beta d for each block. Each workgroup computes 32 x 32 entries from tiles in shared memory, each thread 4 x 4.

struct Sizes {
  rows: u32, // of a and c
  columns: u32, // of b and c
  inner: u32, // columns of a, rows of b
  a_row: u32, // strides in words; they transpose operands and result
  a_column: u32,
  b_row: u32,
  b_column: u32,
  c_row: u32, // also of d
  c_column: u32,
  a_block: u32, // words from one block to the next
  b_block: u32,
  c_block: u32,
  alpha: f32,
  beta: f32, // 0: d is not read
}

@group(0) @binding(0) var<storage, read> a: array<f32>; // (blocks, rows, inner)
@group(0) @binding(1) var<storage, read> b: array<f32>; // (blocks, inner, columns)
@group(0) @binding(2) var<storage, read> d: array<f32>; // (blocks, rows, columns)
@group(0) @binding(3) var<storage, read_write> c: array<f32>; // (blocks, rows, columns)
@group(0) @binding(4) var<uniform> sizes: Sizes;

// Entry k of four rows of a, and of four columns of b. Indices are clamped; 0 past the end of the sum.
fn a_at(start: u32, row: u32, k: u32) -> vec4f {
  if (k >= sizes.inner) { return vec4f(); }
  let at = start + min(row + vec4u(0, 1, 2, 3), vec4u(sizes.rows - 1)) * sizes.a_row + k * sizes.a_column;
  return vec4f(a[at.x], a[at.y], a[at.z], a[at.w]);
}
fn b_at(start: u32, column: u32, k: u32) -> vec4f {
  if (k >= sizes.inner) { return vec4f(); }
  let at = start + min(column + vec4u(0, 1, 2, 3), vec4u(sizes.columns - 1)) * sizes.b_column + k * sizes.b_row;
  return vec4f(b[at.x], b[at.y], b[at.z], b[at.w]);
}

// Outer product; the vectors of the matrix are rows of c.
fn outer(x: vec4f, y: vec4f) -> mat4x4f { return mat4x4f(x.x * y, x.y * y, x.z * y, x.w * y); }

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
  let first_row = group.y * 32;
  let first_column = group.x * 32;
  let a_start = group.z * sizes.a_block;
  let b_start = group.z * sizes.b_block;
  let inner = sizes.inner;
  var sums: mat4x4f;
  for (var first = 0u; first < inner; first += DEPTH) {
    workgroupBarrier(); // all threads have read the previous tiles
    for (var i = index; i < DEPTH * 8; i += 64) {
      // Coalesced reads: along the sum if it is the contiguous axis of the operand.
      let a_term = select(i / 8, i % DEPTH, sizes.a_column == 1);
      let a_vec4 = select(i % 8, i / DEPTH, sizes.a_column == 1);
      let b_term = select(i / 8, i % DEPTH, sizes.b_row == 1);
      let b_vec4 = select(i % 8, i / DEPTH, sizes.b_row == 1);
      a_tile[a_term][a_vec4] = a_at(a_start, first_row + 4 * a_vec4, first + a_term);
      b_tile[b_term][b_vec4] = b_at(b_start, first_column + 4 * b_vec4, first + b_term);
    }
    workgroupBarrier(); // the tiles are complete
    for (var k = 0u; k < DEPTH; k++) { sums += outer(a_tile[k][local_id.y], b_tile[k][local_id.x]); }
  }

  let row = first_row + 4 * local_id.y;
  let column = first_column + 4 * local_id.x;
  for (var i = 0u; i < 4 && row + i < sizes.rows; i++) {
    for (var j = 0u; j < 4 && column + j < sizes.columns; j++) {
      let at = group.z * sizes.c_block + (row + i) * sizes.c_row + (column + j) * sizes.c_column;
      var value = sizes.alpha * sums[i][j];
      if (sizes.beta != 0.0) { value += sizes.beta * d[at]; }
      c[at] = value;
    }
  }
}
