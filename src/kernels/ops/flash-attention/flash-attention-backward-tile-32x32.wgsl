// d_q, d_k and d_v of flash-attention-forward-tile-32x32.wgsl, which computes the pattern again from log_sum. Workgroups with z 0
// compute d_q of 32 queries, those with z 1 d_k and d_v of 32 keys. D is at most 128.

override accumulate_d_qkv: bool; // add to d_qkv, which another consumer of qkv has written

struct Sizes {
  B: u32, // batch size
  T: u32, // sequence length
  H: u32, // heads
  D: u32, // head size
  scale: f32, // of the scores
}

@group(0) @binding(0) var<storage, read> qkv: array<f32>; // (B, T, 3, H, D)
@group(0) @binding(1) var<storage, read> z: array<f32>; // (B, T, H, D)
@group(0) @binding(2) var<storage, read> log_sum: array<f32>; // (B, H, T)
@group(0) @binding(3) var<storage, read> d_z: array<f32>; // (B, T, H, D) gradient of z
@group(0) @binding(4) var<storage, read_write> d_qkv: array<f32>; // (B, T, 3, H, D)
@group(0) @binding(5) var<uniform> sizes: Sizes;

const TILE = 32u;
const DEPTH = 16u; // terms of a dot product per turn
const QUERY = 0u; // parts of qkv
const KEY = 1u;
const VALUE = 2u;
const D_Z = 3u;

var<workgroup> a_tile: array<array<vec4f, 8>, DEPTH>; // by term: 32 rows as vec4
var<workgroup> b_tile: array<array<vec4f, 8>, DEPTH>;
var<workgroup> weights: array<array<vec4f, 8>, TILE>; // by term of the sum: 32 rows
var<workgroup> vectors: array<array<vec4f, 8>, TILE>; // by term of the sum: 32 columns
var<workgroup> query_log_sum: array<f32, TILE>;
var<workgroup> query_dot: array<f32, TILE>; // dot(d_z, z), which is the sum of d_pattern * pattern over the keys

var<private> head: u32; // 0 to B * H - 1
var<private> x: u32; // of the thread in the tile, in fours
var<private> y: u32;
var<private> thread: u32;

fn word(part: u32, t: u32, d: u32) -> f32 {
  let row = head / sizes.H * sizes.T + t;
  if (part == D_Z) { return d_z[(row * sizes.H + head % sizes.H) * sizes.D + d]; }
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
fn dot_products(a: u32, first_t: u32, b: u32, first_s: u32) -> mat4x4f {
  var sums: mat4x4f;
  for (var d = 0u; d < sizes.D; d += DEPTH) {
    workgroupBarrier(); // all threads have read the previous tiles
    for (var i = thread; i < DEPTH * 8; i += 64) {
      a_tile[i % DEPTH][i / DEPTH] = positions(a, first_t + 4 * (i / DEPTH), d + i % DEPTH);
      b_tile[i % DEPTH][i / DEPTH] = positions(b, first_s + 4 * (i / DEPTH), d + i % DEPTH);
    }
    workgroupBarrier(); // the tiles are complete
    for (var k = 0u; k < DEPTH; k++) { sums += outer(a_tile[k][y], b_tile[k][x]); }
  }
  return sums;
}

// Sums over 32 positions: weights times 32 columns of their vectors.
fn weighted_sums(part: u32, first: u32, column: u32) -> mat4x4f {
  workgroupBarrier(); // the weights are complete, and all threads have read the previous vectors
  for (var i = thread; i < TILE * 8; i += 64) { vectors[i / 8][i % 8] = entries(part, first + i / 8, column + 4 * (i % 8)); }
  workgroupBarrier();
  var sums: mat4x4f;
  for (var j = 0u; j < TILE; j++) { sums += outer(weights[j][y], vectors[j][x]); }
  return sums;
}

fn load_queries(first_t: u32) {
  workgroupBarrier(); // all threads have read the previous queries
  let t = first_t + thread;
  if (thread < TILE && t < sizes.T) {
    query_log_sum[thread] = log_sum[head * sizes.T + t];
    let start = ((head / sizes.H * sizes.T + t) * sizes.H + head % sizes.H) * sizes.D;
    var sum = 0.0;
    for (var d = start; d < start + sizes.D; d++) { sum += d_z[d] * z[d]; }
    query_dot[thread] = sum;
  }
  workgroupBarrier();
}

// The pattern of 4 queries and 4 keys; 0 where it is masked or past the end.
fn pattern(first_t: u32, first_s: u32) -> mat4x4f {
  var result = dot_products(QUERY, first_t, KEY, first_s);
  let keys = first_s + 4 * x + vec4u(0, 1, 2, 3);
  for (var i = 0u; i < 4; i++) {
    let t = first_t + 4 * y + i;
    let p = exp(min(sizes.scale * result[i] - query_log_sum[4 * y + i], vec4f()));
    result[i] = select(vec4f(), p, (keys <= vec4u(t)) & vec4<bool>(t < sizes.T));
  }
  return result;
}

// The gradient of the dot products before they are scaled.
fn score_gradient(p: mat4x4f, first_t: u32, first_s: u32) -> mat4x4f {
  var result = dot_products(D_Z, first_t, VALUE, first_s);
  for (var i = 0u; i < 4; i++) { result[i] = sizes.scale * p[i] * (result[i] - query_dot[4 * y + i]); }
  return result;
}

fn store(part: u32, first: u32, column: u32, block: mat4x4f) {
  for (var i = 0u; i < 4; i++) {
    let t = first + 4 * y + i;
    for (var j = 0u; j < 4; j++) {
      let d = column + 4 * x + j;
      if (t >= sizes.T || d >= sizes.D) { continue; }
      let at = (((head / sizes.H * sizes.T + t) * 3 + part) * sizes.H + head % sizes.H) * sizes.D + d;
      d_qkv[at] = select(block[i][j], d_qkv[at] + block[i][j], accumulate_d_qkv);
    }
  }
}

fn query_gradients(first_t: u32) {
  var sums: array<mat4x4f, 4>; // 32 columns each
  load_queries(first_t);
  for (var first_s = 0u; first_s <= first_t; first_s += TILE) {
    let by_key = transpose(score_gradient(pattern(first_t, first_s), first_t, first_s));
    for (var k = 0u; k < 4; k++) { weights[4 * x + k][y] = by_key[k]; }
    for (var c = 0u; c < 4; c++) {
      if (c * TILE >= sizes.D) { break; }
      sums[c] += weighted_sums(KEY, first_s, c * TILE);
    }
  }
  for (var c = 0u; c < 4; c++) { store(QUERY, first_t, c * TILE, sums[c]); }
}

fn key_gradients(first_s: u32) {
  var key_sums: array<mat4x4f, 4>;
  var value_sums: array<mat4x4f, 4>;
  for (var first_t = first_s; first_t < sizes.T; first_t += TILE) {
    load_queries(first_t);
    let p = pattern(first_t, first_s);
    let d = score_gradient(p, first_t, first_s);
    for (var i = 0u; i < 4; i++) { weights[4 * y + i][x] = p[i]; }
    for (var c = 0u; c < 4; c++) {
      if (c * TILE >= sizes.D) { break; }
      value_sums[c] += weighted_sums(D_Z, first_t, c * TILE);
    }
    workgroupBarrier(); // all threads have read the pattern
    for (var i = 0u; i < 4; i++) { weights[4 * y + i][x] = d[i]; }
    for (var c = 0u; c < 4; c++) {
      if (c * TILE >= sizes.D) { break; }
      key_sums[c] += weighted_sums(QUERY, first_t, c * TILE);
    }
  }
  for (var c = 0u; c < 4; c++) {
    store(KEY, first_s, c * TILE, key_sums[c]);
    store(VALUE, first_s, c * TILE, value_sums[c]);
  }
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
  let first = tile % tiles * TILE;
  if (group.z == 0) { query_gradients(first); } else { key_gradients(first); }
}
