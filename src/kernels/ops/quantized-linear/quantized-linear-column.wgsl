// y = x W (+ bias), W quantised, for few rows: one entry per thread.

override R: u32;
override K: u32;
override N: u32;
override quads: u32; // of a row of codes that hold numbers
override has_bias: bool;

@group(0) @binding(2) var<storage, read> x: array<f32>; // (R, K)
@group(0) @binding(3) var<storage, read> bias: array<f32>; // (N)
@group(0) @binding(4) var<storage, read_write> y: array<f32>; // (R, N)

// Past the end of a row codes are 0: any element does.
fn x_at(row: u32, q: u32) -> vec4f {
  let at = row * K + min(4 * q + vec4u(0, 1, 2, 3), vec4u(K - 1));
  return vec4f(x[at.x], x[at.y], x[at.z], x[at.w]);
}

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = id.x + id.y * groups.x * 64;
  if (i >= R * N) { return; }
  let column = i % N;
  var sum = 0f;
  for (var q = 0u; q < quads; q++) { sum += dot(x_at(i / N, q), quad(column, q)) * quad_scale(column, q); }
  if (has_bias) { sum += bias[column]; }
  y[i] = sum;
}
