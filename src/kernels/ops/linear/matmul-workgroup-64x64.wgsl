// c = a b (+ bias) for hardware GPUs. Each workgroup computes 64 x 64 entries, each thread 8 x 4 of them, from tiles in workgroup
// memory that are read from memory 16 bytes at a time, while the tiles before them are multiplied. Contiguous sizes are multiples
// of 4.

const DEPTH = 16u; // terms of the sum per tile

// Two tiles of each operand: one is multiplied, the other filled. Per term: 64 rows of a, and 64 columns of b, as vec4.
var<workgroup> a_tiles: array<array<array<vec4f, 16>, DEPTH>, 2>;
var<workgroup> b_tiles: array<array<array<vec4f, 16>, DEPTH>, 2>;

// Each thread fills a block of 4 x 4 of one operand: the first 64 of a, the others of b. Neighbours read neighbouring vectors.
struct Place { term: u32, vector: u32, }

fn place(thread: u32, along_sum: bool) -> Place {
  let i = thread % 64;
  if (along_sum) { return Place(4 * (i % 4), i / 4); }
  return Place(4 * (i / 16), i % 16);
}

@compute @workgroup_size(16, 8)
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(local_invocation_id) local_id: vec3u,
  @builtin(local_invocation_index) thread: u32,
) {
  origin = members[group.z] / 4;
  let first_row = group.y * 64;
  let first_column = group.x * 64;
  let of_a = thread < 64;
  let own = place(thread, select(b_transposed, !a_transposed, of_a));
  var top: mat4x4f; // rows from 4 y, and from 32 + 4 y
  var bottom: mat4x4f;
  var next: mat4x4f;
  var tile = 0u;
  let inner = sizes.inner;
  for (var first = 0u; first < inner + DEPTH; first += DEPTH) {
    // Reads that arrive while the tiles before are multiplied.
    if (of_a) { next = a_block(first_row + 4 * own.vector, first + own.term); }
    else { next = b_block(first + own.term, first_column + 4 * own.vector); }
    if (first > 0) {
      for (var k = 0u; k < DEPTH; k++) {
        let y = b_tiles[tile][k][local_id.x];
        top += outer(a_tiles[tile][k][local_id.y], y);
        bottom += outer(a_tiles[tile][k][8 + local_id.y], y);
      }
      tile = 1 - tile;
    }
    if (of_a) {
      a_tiles[tile][own.term][own.vector] = next[0];
      a_tiles[tile][own.term + 1][own.vector] = next[1];
      a_tiles[tile][own.term + 2][own.vector] = next[2];
      a_tiles[tile][own.term + 3][own.vector] = next[3];
    } else {
      b_tiles[tile][own.term][own.vector] = next[0];
      b_tiles[tile][own.term + 1][own.vector] = next[1];
      b_tiles[tile][own.term + 2][own.vector] = next[2];
      b_tiles[tile][own.term + 3][own.vector] = next[3];
    }
    workgroupBarrier(); // the tiles are complete, and those before are no longer read
  }
  store(first_row + 4 * local_id.y, first_column + 4 * local_id.x, top);
  store(first_row + 32 + 4 * local_id.y, first_column + 4 * local_id.x, bottom);
}
