// z = softmax(scale q k) v per head, causal, in one pass with online softmax; one query per thread, for heads of any size.

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

@compute @workgroup_size(16)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let row = id.x + id.y * groups.x * 16;
  let T = sizes.T;
  let D = sizes.D;
  if (row >= sizes.B * sizes.H * T) { return; }
  let head = row / T;
  let t = row % T;
  let C = sizes.H * D;
  let start = head / sizes.H * T * 3 * C + head % sizes.H * D;
  let query = start + t * 3 * C;
  let out = (head / sizes.H * T + t) * C + head % sizes.H * D;

  var highest = -1e30;
  var total = 0.0;
  for (var s = 0u; s <= t; s++) {
    let key = start + s * 3 * C + C;
    var score = 0.0;
    for (var d = 0u; d < D; d++) { score += qkv[query + d] * qkv[key + d]; }
    score *= sizes.scale;
    let before = highest;
    highest = max(before, score);
    let decay = exp(before - highest);
    let weight = exp(score - highest);
    total = total * decay + weight;
    for (var d = 0u; d < D; d++) {
      let value = weight * qkv[key + C + d];
      if (s == 0) { z[out + d] = value; } else { z[out + d] = z[out + d] * decay + value; }
    }
  }
  for (var d = 0u; d < D; d++) { z[out + d] /= total; }
  log_sum[row] = highest + log(total);
}
