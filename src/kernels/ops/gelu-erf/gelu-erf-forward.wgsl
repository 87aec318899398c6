// y = x phi(x) with the normal distribution function phi(x) = (1 + erf(x / sqrt(2))) / 2, a grid-stride loop over vec4 elements.
// The last vec4 may include padding.

struct Sizes {
  N: u32, // elements
}

@group(0) @binding(0) var<storage, read> x: array<vec4f>; // (N)
@group(0) @binding(1) var<storage, read_write> y: array<vec4f>; // (N)
@group(0) @binding(2) var<uniform> sizes: Sizes;

// Abramowitz & Stegun 7.1.26, with an error of at most 1e-7: the tail 1 - phi(|x|) = (a1 t + ... + a5 t^5) exp(-x^2/2) / 2.
fn normal_distribution(x: vec4f) -> vec4f {
  let z = min(abs(x), vec4f(12.0)); // beyond, the tail is 0 in float32
  let t = 1.0 / (1.0 + 0.23164190 * z); // 0.3275911 / sqrt(2)
  let sum = 0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429)));
  let tail = 0.5 * t * sum * exp(-0.5 * z * z);
  return select(1.0 - tail, tail, x < vec4f());
}

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let threads = groups.x * groups.y * 64;
  let end = (sizes.N + 3) / 4;
  for (var i = id.x + id.y * groups.x * 64; i < end; i += threads) { y[i] = x[i] * normal_distribution(x[i]); }
}
