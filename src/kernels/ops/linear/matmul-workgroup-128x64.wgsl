// c = a b (+ bias) for large products on hardware GPUs. Each workgroup computes 128 x 64 entries, each thread 8 x 8 of them, from
// tiles in workgroup memory that are read from memory 16 bytes at a time, while the tiles before them are multiplied. Contiguous
// sizes are multiples of 4.

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
