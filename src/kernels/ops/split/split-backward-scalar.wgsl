// d_qkv[r] = (d_q[r], d_k[r], d_v[r]); one element of all three per thread.

override R: u32; // rows: batch and time
override C: u32; // width of q, k and v
override accumulate_d_qkv: bool; // add to d_qkv, which another consumer of qkv has written

@group(0) @binding(0) var<storage, read> d_q: array<f32>; // (R, C)
@group(0) @binding(1) var<storage, read> d_k: array<f32>; // (R, C)
@group(0) @binding(2) var<storage, read> d_v: array<f32>; // (R, C)
@group(0) @binding(3) var<storage, read_write> d_qkv: array<f32>; // (R, 3 C)

fn store(at: u32, d: f32) { d_qkv[at] = select(d, d_qkv[at] + d, accumulate_d_qkv); }

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let at = id.x + id.y * groups.x * 64;
  if (at >= R * C) { return; }
  let start = at / C * 3 * C + at % C;
  store(start, d_q[at]);
  store(start + C, d_k[at]);
  store(start + 2 * C, d_v[at]);
}
