// z = sum over the cache of pattern * value, for each new position; one element of z per thread.

override B: u32; // batch size
override T: u32; // new positions
override S: u32; // positions of the cache
override H: u32; // heads
override KV: u32; // heads of the values, a divisor of H
override D: u32; // head size

@group(0) @binding(0) var<storage, read> past: array<i32>; // (B) number of previous positions
@group(0) @binding(1) var<storage, read> pattern: array<f32>; // (B, H, T, S)
@group(0) @binding(2) var<storage, read> values: array<f32>; // (B, S, KV, D)
@group(0) @binding(3) var<storage, read_write> z: array<f32>; // (B, T, H, D)

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = id.x + id.y * groups.x * 64;
  if (i >= B * T * H * D) { return; }
  let h = i / D % H;
  let t = i / (D * H) % T;
  let b = i / (D * H * T);
  let weights = ((b * H + h) * T + t) * S;
  let column = h / (H / KV) * D + i % D;
  let end = u32(past[b]) + t + 1;
  var sum = 0.0;
  for (var s = 0u; s < end; s++) { sum += pattern[weights + s] * values[(b * S + s) * KV * D + column]; }
  z[i] = sum;
}
