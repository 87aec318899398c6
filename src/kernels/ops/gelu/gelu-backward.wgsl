// d_x = d_y y'(x) for y = x s, s = sigmoid(2u), u = sqrt(2/pi) (x + 0.044715 x^3): y' = s + x s (1 - s) 2u'.
// s is computed again, because WGSL divides with an error: that of 1 - s for s = y / x is multiplied by up to 230.
// A grid-stride loop over vec4 elements. The last vec4 may include padding.

override accumulate_d_x: bool; // add to d_x, which another consumer of x has written

struct Sizes {
  N: u32, // elements
}

@group(0) @binding(0) var<storage, read> x: array<vec4f>; // (N) input of the forward pass
@group(0) @binding(1) var<storage, read> d_y: array<vec4f>; // (N) gradient of y
@group(0) @binding(2) var<storage, read_write> d_x: array<vec4f>; // (N) gradient of x
@group(0) @binding(3) var<uniform> sizes: Sizes;

const TWO_SLOPES = 1.5957691; // 2 sqrt(2/pi)
const CUBIC = 0.044715;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let threads = groups.x * groups.y * 64;
  let end = (sizes.N + 3) / 4;
  for (var i = id.x + id.y * groups.x * 64; i < end; i += threads) {
    let clamped = clamp(x[i], vec4f(-10.0), vec4f(10.0)); // beyond, the slope is 0 or 1 in float32, and x^3 could overflow
    let square = CUBIC * clamped * clamped;
    let s = 1.0 / (1.0 + exp(-TWO_SLOPES * clamped * (1.0 + square)));
    let slope = s + clamped * s * (1.0 - s) * TWO_SLOPES * (1.0 + 3.0 * square);
    var d = d_y[i] * slope;
    if (accumulate_d_x) { d += d_x[i]; }
    d_x[i] = d;
  }
}
