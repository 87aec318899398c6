// d_qkv = d_q, d_k and d_v side by side again, one entry of d_qkv a thread.

override R: u32; // rows: batch and time
override C: u32; // width of each part
override accumulate_d_qkv: bool; // add to d_qkv, which other users of qkv have written already

@group(0) @binding(0) var<storage, read> d_q: array<f32>; // (R, C)
@group(0) @binding(1) var<storage, read> d_k: array<f32>; // (R, C)
@group(0) @binding(2) var<storage, read> d_v: array<f32>; // (R, C)
@group(0) @binding(3) var<storage, read_write> d_qkv: array<f32>; // (R, 3 C)

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = id.x + id.y * groups.x * 64;
  if (i >= R * 3 * C) { return; }
  let row = i / (3 * C);
  let column = i % (3 * C);
  let at = row * C + column % C;
  var d = 0.0;
  switch column / C {
    case 0: { d = d_q[at]; }
    case 1: { d = d_k[at]; }
    default: { d = d_v[at]; }
  }
  d_qkv[i] = select(d, d_qkv[i] + d, accumulate_d_qkv);
}
