// c = a b (+ bias) for large products on hardware GPUs. Each workgroup computes 128 x 64 entries, each thread 8 x 8 of them, from
// tiles in workgroup memory that are read from memory 16 bytes at a time, while the tiles before them are multiplied. Contiguous
// sizes are multiples of 4.

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

const DEPTH = 8u; // terms of the sum per tile; twice as many would exceed the 16 KiB that every adapter has

// Two tiles of each operand: one is multiplied, the other filled. Per term: 128 rows of a, and 64 columns of b, as vec4.
var<workgroup> a_tiles: array<array<array<vec4f, 32>, DEPTH>, 2>;
var<workgroup> b_tiles: array<array<array<vec4f, 16>, DEPTH>, 2>;

// The first 64 threads fill a block of 4 x 4 of a each, the next 32 one of b. Neighbours read neighbouring vectors.
struct Place { term: u32, vector: u32, }

fn place(block: u32, vectors: u32, along_sum: bool) -> Place {
  if (along_sum) { return Place(4 * (block % 2), block / 2); }
  return Place(4 * (block / vectors), block % vectors);
}

@compute @workgroup_size(8, 16)
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(local_invocation_id) local_id: vec3u,
  @builtin(local_invocation_index) thread: u32,
) {
  origin = members[group.z] / 4;
  let first_row = group.y * 128;
  let first_column = group.x * 64;
  let of_a = thread < 64;
  let of_b = thread >= 64 && thread < 96;
  let a_place = place(thread, 32, !a_transposed);
  let b_place = place(thread - 64, 16, b_transposed);
  var top_left: mat4x4f; // rows from 4 y, and from 64 + 4 y; columns from 4 x, and from 32 + 4 x
  var top_right: mat4x4f;
  var bottom_left: mat4x4f;
  var bottom_right: mat4x4f;
  var next: mat4x4f;
  var tile = 0u;
  let inner = sizes.inner;
  for (var first = 0u; first < inner + DEPTH; first += DEPTH) {
    // Reads that arrive while the tiles before are multiplied.
    if (of_a) { next = a_block(first_row + 4 * a_place.vector, first + a_place.term); }
    if (of_b) { next = b_block(first + b_place.term, first_column + 4 * b_place.vector); }
    if (first > 0) {
      for (var k = 0u; k < DEPTH; k++) {
        let x_top = a_tiles[tile][k][local_id.y];
        let x_bottom = a_tiles[tile][k][16 + local_id.y];
        let y_left = b_tiles[tile][k][local_id.x];
        let y_right = b_tiles[tile][k][8 + local_id.x];
        top_left += outer(x_top, y_left);
        top_right += outer(x_top, y_right);
        bottom_left += outer(x_bottom, y_left);
        bottom_right += outer(x_bottom, y_right);
      }
      tile = 1 - tile;
    }
    if (of_a) {
      a_tiles[tile][a_place.term][a_place.vector] = next[0];
      a_tiles[tile][a_place.term + 1][a_place.vector] = next[1];
      a_tiles[tile][a_place.term + 2][a_place.vector] = next[2];
      a_tiles[tile][a_place.term + 3][a_place.vector] = next[3];
    }
    if (of_b) {
      b_tiles[tile][b_place.term][b_place.vector] = next[0];
      b_tiles[tile][b_place.term + 1][b_place.vector] = next[1];
      b_tiles[tile][b_place.term + 2][b_place.vector] = next[2];
      b_tiles[tile][b_place.term + 3][b_place.vector] = next[3];
    }
    workgroupBarrier(); // the tiles are complete, and those before are no longer read
  }
  let row = first_row + 4 * local_id.y;
  let column = first_column + 4 * local_id.x;
  store(row, column, top_left);
  store(row, column + 32, top_right);
  store(row + 64, column, bottom_left);
  store(row + 64, column + 32, bottom_right);
}
