// q, k, v = the thirds of each row of qkv; four threads per row, vec4 elements.

struct Sizes {
  R: u32, // rows: batch and time
  C: u32, // width of q, k and v, a multiple of 4
}

@group(0) @binding(0) var<storage, read> qkv: array<vec4f>; // (R, 3 C)
@group(0) @binding(1) var<storage, read_write> q: array<vec4f>; // (R, C)
@group(0) @binding(2) var<storage, read_write> k: array<vec4f>; // (R, C)
@group(0) @binding(3) var<storage, read_write> v: array<vec4f>; // (R, C)
@group(0) @binding(4) var<uniform> sizes: Sizes;

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
    let source = row * 3 * vec4_count + c;
    let at = row * vec4_count + c;
    q[at] = qkv[source];
    k[at] = qkv[source + vec4_count];
    v[at] = qkv[source + 2 * vec4_count];
  }
}
