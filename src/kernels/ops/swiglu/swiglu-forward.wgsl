// y = gate sigmoid(gate) x, a grid-stride loop over vec4 elements. The last vec4 may include padding.

struct Sizes {
  N: u32, // elements
}

@group(0) @binding(0) var<storage, read> gate: array<vec4f>; // (N)
@group(0) @binding(1) var<storage, read> x: array<vec4f>; // (N)
@group(0) @binding(2) var<storage, read_write> y: array<vec4f>; // (N)
@group(0) @binding(3) var<uniform> sizes: Sizes;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let threads = groups.x * groups.y * 64;
  let end = (sizes.N + 3) / 4;
  for (var i = id.x + id.y * groups.x * 64; i < end; i += threads) {
    // exp(89) overflows, and WGSL may assume there are no infinities
    y[i] = gate[i] / (1.0 + exp(min(-gate[i], vec4f(80.0)))) * x[i];
  }
}
