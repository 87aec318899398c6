// scale = sqrt(var + epsilon), xhat = (x - mean) / scale, y = xhat gain + bias; one row a thread.

override R: u32; // rows
override C: u32; // width
override epsilon: f32; // keeps the scale of a constant row away from 0

@group(0) @binding(0) var<storage, read> x: array<f32>; // (R, C)
@group(0) @binding(1) var<storage, read> gain: array<f32>; // (C) learnt factor
@group(0) @binding(2) var<storage, read> bias: array<f32>; // (C) learnt offset
@group(0) @binding(3) var<storage, read_write> y: array<f32>; // (R, C)
@group(0) @binding(4) var<storage, read_write> scale: array<f32>; // (R) kept for backward
@group(0) @binding(5) var<storage, read_write> xhat: array<f32>; // (R, C) mean 0 and variance 1; kept for backward

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let row = id.x + id.y * groups.x * 64;
  if (row >= R) { return; }
  let start = row * C;

  var sum = 0.0;
  for (var c = 0u; c < C; c++) { sum += x[start + c]; }
  let mean = sum / f32(C);

  // From the deviations and not as mean(x^2) - mean^2, which cancels when the mean is large.
  var squares = 0.0;
  for (var c = 0u; c < C; c++) {
    let deviation = x[start + c] - mean;
    squares += deviation * deviation;
  }
  let row_scale = sqrt(squares / f32(C) + epsilon);
  scale[row] = row_scale;

  for (var c = 0u; c < C; c++) {
    let normal = (x[start + c] - mean) / row_scale;
    xhat[start + c] = normal;
    y[start + c] = normal * gain[c] + bias[c];
  }
}
