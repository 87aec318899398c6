// d_qkv[r] = (d_q[r], d_k[r], d_v[r]); four threads per row, vec4 elements.

override accumulate_d_qkv: bool; // add to d_qkv, which another consumer of qkv has written

struct Sizes {
  R: u32, // rows: batch and time
  C: u32, // width of q, k and v, a multiple of 4
}

@group(0) @binding(0) var<storage, read> d_q: array<vec4f>; // (R, C)
@group(0) @binding(1) var<storage, read> d_k: array<vec4f>; // (R, C)
@group(0) @binding(2) var<storage, read> d_v: array<vec4f>; // (R, C)
@group(0) @binding(3) var<storage, read_write> d_qkv: array<vec4f>; // (R, 3 C)
@group(0) @binding(4) var<uniform> sizes: Sizes;

fn store(at: u32, d: vec4f) {
  var sum = d;
  if (accumulate_d_qkv) { sum += d_qkv[at]; }
  d_qkv[at] = sum;
}

@compute @workgroup_size(4, 16)
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_id) local_id: vec3u,
) {
  let row = (group.x + group.y * groups.x) * 16 + local_id.y;
  if (row >= sizes.R) { return; }
  let vec4_count = sizes.C / 4;
  for (var c = local_id.x; c < vec4_count; c += 4) {
    let source = row * vec4_count + c;
    let at = row * 3 * vec4_count + c;
    store(at, d_q[source]);
    store(at + vec4_count, d_k[source]);
    store(at + 2 * vec4_count, d_v[source]);
  }
}
