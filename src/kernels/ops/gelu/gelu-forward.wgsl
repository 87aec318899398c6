// y = x/2 (1 + tanh u) with u = sqrt(2/pi) (x + 0.044715 x^3), a grid-stride loop over vec4 elements. The last vec4 may include
// padding. Computed as the equal x sigmoid(2u), because WGSL's tanh is accurate to 1e-5 only and overflows on some drivers.

struct Sizes {
  N: u32, // elements
}

@group(0) @binding(0) var<storage, read> x: array<vec4f>; // (N)
@group(0) @binding(1) var<storage, read_write> y: array<vec4f>; // (N)
@group(0) @binding(2) var<uniform> sizes: Sizes;

const TWO_SLOPES = 1.5957691; // 2 sqrt(2/pi)
const CUBIC = 0.044715;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let threads = groups.x * groups.y * 64;
  let end = (sizes.N + 3) / 4;
  for (var i = id.x + id.y * groups.x * 64; i < end; i += threads) {
    let value = x[i];
    let clamped = clamp(value, vec4f(-10.0), vec4f(10.0)); // beyond, the sigmoid is 0 or 1 in float32, and x^3 could overflow
    let two_u = TWO_SLOPES * clamped * (1.0 + CUBIC * clamped * clamped);
    y[i] = value / (1.0 + exp(-two_u));
  }
}
