// q, k, v = the three thirds of each row of qkv, one entry of qkv a thread.

override R: u32; // rows: batch and time
override C: u32; // width of each part

@group(0) @binding(0) var<storage, read> qkv: array<f32>; // (R, 3 C)
@group(0) @binding(1) var<storage, read_write> q: array<f32>; // (R, C)
@group(0) @binding(2) var<storage, read_write> k: array<f32>; // (R, C)
@group(0) @binding(3) var<storage, read_write> v: array<f32>; // (R, C)

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = id.x + id.y * groups.x * 64;
  if (i >= R * 3 * C) { return; }
  let row = i / (3 * C);
  let column = i % (3 * C);
  let at = row * C + column % C;
  switch column / C {
    case 0: { q[at] = qkv[i]; }
    case 1: { k[at] = qkv[i]; }
    default: { v[at] = qkv[i]; }
  }
}
