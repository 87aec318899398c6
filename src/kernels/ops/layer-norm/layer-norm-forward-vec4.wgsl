// scale = sqrt(var + epsilon), xhat = (x - mean) / scale, y = xhat gain + bias; one row per thread, as vec4 elements.

struct Sizes {
  R: u32, // rows
  C: u32, // width, a multiple of 4
  epsilon: f32, // lower bound of the variance
}

@group(0) @binding(0) var<storage, read> x: array<vec4f>; // (R, C)
@group(0) @binding(1) var<storage, read> gain: array<vec4f>; // (C) learned gain
@group(0) @binding(2) var<storage, read> bias: array<vec4f>; // (C) learned bias
@group(0) @binding(3) var<storage, read_write> y: array<vec4f>; // (R, C)
@group(0) @binding(4) var<storage, read_write> scale: array<f32>; // (R) for the backward pass
@group(0) @binding(5) var<storage, read_write> xhat: array<vec4f>; // (R, C) mean 0 and variance 1; for the backward pass
@group(0) @binding(6) var<uniform> sizes: Sizes;

@compute @workgroup_size(16)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let row = id.x + id.y * groups.x * 16;
  if (row >= sizes.R) { return; }
  let width = f32(sizes.C);
  let vec4_count = sizes.C / 4;
  let start = row * vec4_count;
  let end = start + vec4_count;

  var sum = vec4f();
  for (var i = start; i < end; i++) { sum += x[i]; }
  let mean = dot(sum, vec4f(1.0)) / width;

  // Two passes: mean(x^2) - mean^2 would cancel if the mean is large.
  var squares = vec4f();
  for (var i = start; i < end; i++) {
    let deviation = x[i] - mean;
    squares += deviation * deviation;
  }
  let row_scale = sqrt(dot(squares, vec4f(1.0)) / width + sizes.epsilon);
  scale[row] = row_scale;

  for (var c = 0u; c < vec4_count; c++) {
    let normalized = (x[start + c] - mean) / row_scale;
    xhat[start + c] = normalized;
    y[start + c] = normalized * gain[c] + bias[c];
  }
}
