// z = sum over the cache of pattern * value, for each new position and column; one number of z a thread.

override B: u32; // batch
override T: u32; // new positions
override S: u32; // places of the cache
override C: u32; // width: all heads side by side
override H: u32; // heads
override D: u32; // head width

@group(0) @binding(0) var<storage, read> past: array<i32>; // (B) positions before the new ones
@group(0) @binding(1) var<storage, read> pattern: array<f32>; // (B, H, T, S)
@group(0) @binding(2) var<storage, read> values: array<f32>; // (B, S, C)
@group(0) @binding(3) var<storage, read_write> z: array<f32>; // (B, T, C)

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = id.x + id.y * groups.x * 64;
  if (i >= B * T * C) { return; }
  let column = i % C;
  let t = i / C % T;
  let b = i / (C * T);
  let weights = ((b * H + column / D) * T + t) * S;
  let seen = u32(past[b]) + t + 1;
  var sum = 0.0;
  for (var s = 0u; s < seen; s++) { sum += pattern[weights + s] * values[(b * S + s) * C + column]; }
  z[i] = sum;
}
