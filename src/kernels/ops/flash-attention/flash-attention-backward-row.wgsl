// d_q, d_k and d_v of flash-attention-forward-row.wgsl, which computes the pattern again from log_sum. One position per thread: its
// d_q if z is 0, else its d_k and d_v.

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

fn clear(at: u32) {
  if (!accumulate_d_qkv) { for (var d = at; d < at + sizes.D; d++) { d_qkv[d] = 0.0; } }
}

@compute @workgroup_size(16)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let row = id.x + id.y * groups.x * 16;
  let T = sizes.T;
  let D = sizes.D;
  if (row >= sizes.B * sizes.H * T) { return; }
  let head = row / T;
  let own = row % T;
  let C = sizes.H * D;
  let start = head / sizes.H * T * 3 * C + head % sizes.H * D;
  let z_start = head / sizes.H * T * C + head % sizes.H * D;
  let is_query = id.z == 0;
  let own_at = start + own * 3 * C + select(C, 0, is_query); // its query, or its key
  clear(own_at);
  if (!is_query) { clear(own_at + C); }

  let first = select(own, 0, is_query);
  let end = select(T, own + 1, is_query);
  for (var other = first; other < end; other++) {
    let t = select(other, own, is_query);
    let s = select(own, other, is_query);
    let query = start + t * 3 * C;
    let key = start + s * 3 * C + C;
    let z_at = z_start + t * C;
    var score = 0.0;
    var d_pattern = 0.0;
    var query_dot = 0.0; // the sum of d_pattern * pattern over the keys
    for (var d = 0u; d < D; d++) {
      score += qkv[query + d] * qkv[key + d];
      d_pattern += d_z[z_at + d] * qkv[key + C + d];
      query_dot += d_z[z_at + d] * z[z_at + d];
    }
    let p = exp(min(sizes.scale * score - log_sum[head * T + t], 0.0)); // as in the tile kernel, also where log_sum is arbitrary
    let d_score = sizes.scale * p * (d_pattern - query_dot);
    let other_at = select(query, key, is_query);
    for (var d = 0u; d < D; d++) {
      d_qkv[own_at + d] += d_score * qkv[other_at + d];
      if (!is_query) { d_qkv[own_at + C + d] += p * d_z[z_at + d]; }
    }
  }
}
