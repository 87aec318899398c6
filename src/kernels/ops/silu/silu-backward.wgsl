// d_x = d_y s (1 + x (1 - s)) with s = sigmoid(x), a grid-stride loop over vec4 elements. The last vec4 may include padding.

override accumulate_d_x: bool; // add to d_x, which another consumer of x has written

struct Sizes {
  N: u32, // elements
}

@group(0) @binding(0) var<storage, read> x: array<vec4f>; // (N) input of the forward pass
@group(0) @binding(1) var<storage, read> d_y: array<vec4f>; // (N) gradient of y
@group(0) @binding(2) var<storage, read_write> d_x: array<vec4f>; // (N) gradient of x
@group(0) @binding(3) var<uniform> sizes: Sizes;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let threads = groups.x * groups.y * 64;
  let end = (sizes.N + 3) / 4;
  for (var i = id.x + id.y * groups.x * 64; i < end; i += threads) {
    let s = 1.0 / (1.0 + exp(min(-x[i], vec4f(80.0)))); // exp(89) overflows, and WGSL may assume there are no infinities
    var d = d_y[i] * s * (1.0 + x[i] * (1.0 - s));
    if (accumulate_d_x) { d += d_x[i]; }
    d_x[i] = d;
  }
}
