// Appends the keys and values of the new positions to the cache; one element of both per thread.

override B: u32; // batch size
override T: u32; // new positions
override S: u32; // positions of the cache
override C: u32; // width, H D

@group(0) @binding(0) var<storage, read> qkv: array<f32>; // (B, T, 3 C)
@group(0) @binding(1) var<storage, read> past: array<i32>; // (B) number of previous positions; not checked here
@group(0) @binding(2) var<storage, read_write> keys: array<f32>; // (B, S, C)
@group(0) @binding(3) var<storage, read_write> values: array<f32>; // (B, S, C)

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = id.x + id.y * groups.x * 64;
  if (i >= B * T * C) { return; }
  let row = i / C; // 0 to B * T - 1
  let b = row / T;
  let at = (b * S + u32(past[b]) + row % T) * C + i % C;
  keys[at] = qkv[row * 3 * C + C + i % C];
  values[at] = qkv[row * 3 * C + 2 * C + i % C];
}
