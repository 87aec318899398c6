// Appends the keys and values of the new positions to the cache; one element of both per thread.

override B: u32; // batch size
override T: u32; // new positions
override S: u32; // positions of the cache
override kv_width: u32; // KV D
override kv_row: u32; // words from one new position to the next in k and v
override k_start: u32; // first word of the keys in k
override v_start: u32; // first word of the values in v

@group(0) @binding(0) var<storage, read> k: array<f32>; // (B, T, kv_row)
@group(0) @binding(1) var<storage, read> v: array<f32>; // (B, T, kv_row)
@group(0) @binding(2) var<storage, read> past: array<i32>; // (B) number of previous positions; not checked here
@group(0) @binding(3) var<storage, read_write> keys: array<f32>; // (B, S, kv_width)
@group(0) @binding(4) var<storage, read_write> values: array<f32>; // (B, S, kv_width)

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = id.x + id.y * groups.x * 64;
  if (i >= B * T * kv_width) { return; }
  let row = i / kv_width; // 0 to B * T - 1
  let b = row / T;
  let at = (b * S + u32(past[b]) + row % T) * kv_width + i % kv_width;
  keys[at] = k[k_start + row * kv_row + i % kv_width];
  values[at] = v[v_start + row * kv_row + i % kv_width];
}
