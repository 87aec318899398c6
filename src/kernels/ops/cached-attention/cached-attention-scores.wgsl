// scores = scale * dot(q, key) for each new position and each position of the cache; one score per thread.

override B: u32; // batch size
override T: u32; // new positions
override S: u32; // positions of the cache
override H: u32; // heads
override KV: u32; // heads of the keys, a divisor of H
override D: u32; // head size
override q_row: u32; // words from one new position to the next in q
override scale: f32;
override masked: f32; // score of later positions of the cache

@group(0) @binding(0) var<storage, read> q: array<f32>; // (B, T, q_row)
@group(0) @binding(1) var<storage, read> past: array<i32>; // (B) number of previous positions
@group(0) @binding(2) var<storage, read> keys: array<f32>; // (B, S, KV, D)
@group(0) @binding(3) var<storage, read_write> scores: array<f32>; // (B, H, T, S)

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = id.x + id.y * groups.x * 64;
  if (i >= B * H * T * S) { return; }
  let s = i % S;
  let t = i / S % T;
  let h = i / (S * T) % H;
  let b = i / (S * T * H);
  if (s > u32(past[b]) + t) {
    scores[i] = masked;
    return;
  }
  let query = (b * T + t) * q_row + h * D;
  let key = ((b * S + s) * KV + h / (H / KV)) * D;
  var sum = 0.0;
  for (var d = 0u; d < D; d++) { sum += q[query + d] * keys[key + d]; }
  scores[i] = scale * sum;
}
