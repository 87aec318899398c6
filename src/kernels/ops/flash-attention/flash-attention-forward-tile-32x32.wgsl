// z = softmax(scale q k) v per head, causal, in one pass with online softmax (Dao et al. 2022). Each workgroup computes 32 queries
// from tiles of 32 keys in shared memory, each thread 4 x 4 entries of a tile. D is at most 128.

struct Sizes {
  B: u32, // batch size
  T: u32, // sequence length
  H: u32, // heads
  D: u32, // head size
  scale: f32, // of the scores
}

@group(0) @binding(0) var<storage, read> qkv: array<f32>; // (B, T, 3, H, D)
@group(0) @binding(1) var<storage, read_write> z: array<f32>; // (B, T, H, D)
@group(0) @binding(2) var<storage, read_write> log_sum: array<f32>; // (B, H, T) log of the sum of exp(scores), for the backward pass
@group(0) @binding(3) var<uniform> sizes: Sizes;

const TILE = 32u;
const DEPTH = 16u; // terms of a dot product per turn
const MASKED = -1e30;
const QUERY = 0u; // parts of qkv
const KEY = 1u;
const VALUE = 2u;

var<workgroup> a_tile: array<array<vec4f, 8>, DEPTH>; // by term: 32 rows as vec4
var<workgroup> b_tile: array<array<vec4f, 8>, DEPTH>;
var<workgroup> weights: array<array<vec4f, 8>, TILE>; // by key: 32 queries
var<workgroup> vectors: array<array<vec4f, 8>, TILE>; // by key: 32 columns
var<workgroup> row_values: array<array<vec4f, 8>, 8>; // by four rows: one value per thread

var<private> head: u32; // 0 to B * H - 1
var<private> x: u32; // of the thread in the tile, in fours
var<private> y: u32;
var<private> thread: u32;

fn word(part: u32, t: u32, d: u32) -> f32 {
  let row = head / sizes.H * sizes.T + t;
  return qkv[((row * 3 + part) * sizes.H + head % sizes.H) * sizes.D + d];
}

// Entry d of four positions; clamped, and 0 past the head.
fn positions(part: u32, t: u32, d: u32) -> vec4f {
  if (d >= sizes.D) { return vec4f(); }
  let last = sizes.T - 1;
  return vec4f(word(part, min(t, last), d), word(part, min(t + 1, last), d), word(part, min(t + 2, last), d), word(part, min(t + 3, last), d));
}

// Four entries of a position; 0 past the end.
fn entries(part: u32, t: u32, d: u32) -> vec4f {
  var four: vec4f;
  if (t >= sizes.T) { return four; }
  for (var i = 0u; i < 4 && d + i < sizes.D; i++) { four[i] = word(part, t, d + i); }
  return four;
}

// Outer product; the vectors of the matrix are rows.
fn outer(a: vec4f, b: vec4f) -> mat4x4f { return mat4x4f(a.x * b, a.y * b, a.z * b, a.w * b); }

// Dot products of 4 queries and 4 keys; the vectors of the matrix are queries.
fn dot_products(first_t: u32, first_s: u32) -> mat4x4f {
  var sums: mat4x4f;
  for (var d = 0u; d < sizes.D; d += DEPTH) {
    workgroupBarrier(); // all threads have read the previous tiles
    for (var i = thread; i < DEPTH * 8; i += 64) {
      a_tile[i % DEPTH][i / DEPTH] = positions(QUERY, first_t + 4 * (i / DEPTH), d + i % DEPTH);
      b_tile[i % DEPTH][i / DEPTH] = positions(KEY, first_s + 4 * (i / DEPTH), d + i % DEPTH);
    }
    workgroupBarrier(); // the tiles are complete
    for (var k = 0u; k < DEPTH; k++) { sums += outer(a_tile[k][y], b_tile[k][x]); }
  }
  return sums;
}

// Sums over the keys of the tile: weights times 32 columns of the values.
fn weighted_sums(first_s: u32, column: u32) -> mat4x4f {
  workgroupBarrier(); // the weights are complete, and all threads have read the previous vectors
  for (var i = thread; i < TILE * 8; i += 64) { vectors[i / 8][i % 8] = entries(VALUE, first_s + i / 8, column + 4 * (i % 8)); }
  workgroupBarrier();
  var sums: mat4x4f;
  for (var s = 0u; s < TILE; s++) { sums += outer(weights[s][y], vectors[s][x]); }
  return sums;
}

// Largest value of each of the thread's rows, over the eight threads of these rows.
fn row_max(value: vec4f) -> vec4f {
  row_values[y][x] = value;
  workgroupBarrier();
  var result = row_values[y][0];
  for (var i = 1u; i < 8; i++) { result = max(result, row_values[y][i]); }
  return result;
}

fn row_sum(value: vec4f) -> vec4f {
  workgroupBarrier(); // all threads have read the maxima
  row_values[y][x] = value;
  workgroupBarrier();
  var result = vec4f();
  for (var i = 0u; i < 8; i++) { result += row_values[y][i]; }
  return result;
}

@compute @workgroup_size(8, 8)
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_id) local_id: vec3u,
  @builtin(local_invocation_index) index: u32,
) {
  let tiles = (sizes.T + TILE - 1) / TILE;
  let tile = group.x + group.y * groups.x;
  if (tile >= sizes.B * sizes.H * tiles) { return; }
  head = tile / tiles;
  x = local_id.x;
  y = local_id.y;
  thread = index;
  let first_t = tile % tiles * TILE;

  var highest = vec4f(MASKED); // of each of the thread's four rows so far
  var total = vec4f(); // of exp(score - highest) over the thread's own keys
  var sums: array<mat4x4f, 4>; // 32 columns each
  for (var first_s = 0u; first_s <= first_t; first_s += TILE) {
    var scores = dot_products(first_t, first_s);
    let keys = first_s + 4 * x + vec4u(0, 1, 2, 3);
    for (var i = 0u; i < 4; i++) { scores[i] = select(sizes.scale * scores[i], vec4f(MASKED), keys > vec4u(first_t + 4 * y + i)); }
    let by_key = transpose(scores);
    let before = highest;
    highest = max(before, row_max(max(max(by_key[0], by_key[1]), max(by_key[2], by_key[3]))));
    let decay = exp(before - highest);
    total *= decay;
    for (var k = 0u; k < 4; k++) {
      let weight = exp(by_key[k] - highest);
      total += weight;
      weights[4 * x + k][y] = weight;
    }
    for (var c = 0u; c < 4; c++) {
      if (c * TILE >= sizes.D) { break; }
      let added = weighted_sums(first_s, c * TILE);
      for (var i = 0u; i < 4; i++) { sums[c][i] = sums[c][i] * decay[i] + added[i]; }
    }
  }

  let row_total = row_sum(total);
  for (var i = 0u; i < 4; i++) {
    let t = first_t + 4 * y + i;
    if (t >= sizes.T) { break; }
    if (x == 0) { log_sum[head * sizes.T + t] = highest[i] + log(row_total[i]); }
    let start = ((head / sizes.H * sizes.T + t) * sizes.H + head % sizes.H) * sizes.D;
    for (var c = 0u; c < 4; c++) {
      for (var j = 0u; j < 4; j++) {
        let d = c * TILE + 4 * x + j;
        if (d < sizes.D) { z[start + d] = sums[c][i][j] / row_total[i]; }
      }
    }
  }
}
