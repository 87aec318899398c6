// d_x = d_y (phi(x) + x exp(-x^2/2) / sqrt(2 pi)) with the normal distribution function phi(x) = (1 + erf(x / sqrt(2))) / 2, a
// grid-stride loop over vec4 elements. The last vec4 may include padding.

override accumulate_d_x: bool; // add to d_x, which another consumer of x has written

struct Sizes {
  N: u32, // elements
}

@group(0) @binding(0) var<storage, read> x: array<vec4f>; // (N) input of the forward pass
@group(0) @binding(1) var<storage, read> d_y: array<vec4f>; // (N) gradient of y
@group(0) @binding(2) var<storage, read_write> d_x: array<vec4f>; // (N) gradient of x
@group(0) @binding(3) var<uniform> sizes: Sizes;

const DENSITY = 0.39894228; // 1 / sqrt(2 pi)

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let threads = groups.x * groups.y * 64;
  let end = (sizes.N + 3) / 4;
  for (var i = id.x + id.y * groups.x * 64; i < end; i += threads) {
    let value = x[i];
    let z = min(abs(value), vec4f(12.0)); // beyond, tail and density are 0 in float32
    let power = exp(-0.5 * z * z);
    // Abramowitz & Stegun 7.1.26, as in the forward pass.
    let t = 1.0 / (1.0 + 0.23164190 * z); // 0.3275911 / sqrt(2)
    let sum = 0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429)));
    let tail = 0.5 * t * sum * power;
    let phi = select(1.0 - tail, tail, value < vec4f());
    var d = d_y[i] * (phi + DENSITY * value * power);
    if (accumulate_d_x) { d += d_x[i]; }
    d_x[i] = d;
  }
}
