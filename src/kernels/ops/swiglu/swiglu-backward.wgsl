// d_gate = d_y x s (1 + gate (1 - s)) and d_x = d_y gate s with s = sigmoid(gate), a grid-stride loop over vec4 elements. The
// last vec4 may include padding.

override accumulate_d_gate: bool; // add to gradients that other consumers have written
override accumulate_d_x: bool;

struct Sizes {
  N: u32, // elements
}

@group(0) @binding(0) var<storage, read> gate: array<vec4f>; // (N)
@group(0) @binding(1) var<storage, read> x: array<vec4f>; // (N)
@group(0) @binding(2) var<storage, read> d_y: array<vec4f>; // (N) gradient of y
@group(0) @binding(3) var<storage, read_write> d_gate: array<vec4f>; // (N)
@group(0) @binding(4) var<storage, read_write> d_x: array<vec4f>; // (N)
@group(0) @binding(5) var<uniform> sizes: Sizes;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let threads = groups.x * groups.y * 64;
  let end = (sizes.N + 3) / 4;
  for (var i = id.x + id.y * groups.x * 64; i < end; i += threads) {
    let g = gate[i];
    let s = 1.0 / (1.0 + exp(min(-g, vec4f(80.0)))); // exp(89) overflows, and WGSL may assume there are no infinities
    var gate_gradient = d_y[i] * x[i] * s * (1.0 + g * (1.0 - s));
    var x_gradient = d_y[i] * g * s;
    if (accumulate_d_gate) { gate_gradient += d_gate[i]; }
    if (accumulate_d_x) { x_gradient += d_x[i]; }
    d_gate[i] = gate_gradient;
    d_x[i] = x_gradient;
  }
}
