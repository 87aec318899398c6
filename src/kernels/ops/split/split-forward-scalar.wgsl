// q, k, v = the thirds of each row of qkv; one element of all three per thread.

override R: u32; // rows: batch and time
override C: u32; // width of q, k and v

@group(0) @binding(0) var<storage, read> qkv: array<f32>; // (R, 3 C)
@group(0) @binding(1) var<storage, read_write> q: array<f32>; // (R, C)
@group(0) @binding(2) var<storage, read_write> k: array<f32>; // (R, C)
@group(0) @binding(3) var<storage, read_write> v: array<f32>; // (R, C)

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let at = id.x + id.y * groups.x * 64;
  if (at >= R * C) { return; }
  let start = at / C * 3 * C + at % C;
  q[at] = qkv[start];
  k[at] = qkv[start + C];
  v[at] = qkv[start + 2 * C];
}
