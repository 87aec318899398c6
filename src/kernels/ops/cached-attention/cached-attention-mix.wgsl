// z = sum over the cache of pattern * value, for each new position; one element of z per thread.

override B: u32; // batch size
override T: u32; // new positions
override S: u32; // positions of the cache
override C: u32; // width, H D
override H: u32; // heads
override D: u32; // head size

@group(0) @binding(0) var<storage, read> past: array<i32>; // (B) number of previous positions
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
  let end = u32(past[b]) + t + 1;
  var sum = 0.0;
  for (var s = 0u; s < end; s++) { sum += pattern[weights + s] * values[(b * S + s) * C + column]; }
  z[i] = sum;
}
