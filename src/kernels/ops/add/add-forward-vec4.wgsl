// y = a + b, with b broadcast over the leading axes of a; a grid-stride loop over vec4 elements. The last vec4 may include
// padding.

struct Sizes {
  N: u32, // elements of a
  M: u32, // elements of b: N, or a divisor of N and a multiple of 4
}

@group(0) @binding(0) var<storage, read> a: array<vec4f>; // (N)
@group(0) @binding(1) var<storage, read> b: array<vec4f>; // (M)
@group(0) @binding(2) var<storage, read_write> y: array<vec4f>; // (N)
@group(0) @binding(3) var<uniform> sizes: Sizes;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let threads = groups.x * groups.y * 64;
  let end = (sizes.N + 3) / 4;
  let period = (sizes.M + 3) / 4;
  for (var i = id.x + id.y * groups.x * 64; i < end; i += threads) { y[i] = a[i] + b[i % period]; }
}
