// scale = sqrt(var + epsilon), xhat = (x - mean) / scale, y = xhat gain + bias; one row per thread.

override R: u32; // rows
override C: u32; // width
override epsilon: f32; // lower bound of the variance

@group(0) @binding(0) var<storage, read> x: array<f32>; // (R, C)
@group(0) @binding(1) var<storage, read> gain: array<f32>; // (C) learned gain
@group(0) @binding(2) var<storage, read> bias: array<f32>; // (C) learned bias
@group(0) @binding(3) var<storage, read_write> y: array<f32>; // (R, C)
@group(0) @binding(4) var<storage, read_write> scale: array<f32>; // (R) for the backward pass
@group(0) @binding(5) var<storage, read_write> xhat: array<f32>; // (R, C) mean 0 and variance 1; for the backward pass

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let row = id.x + id.y * groups.x * 64;
  if (row >= R) { return; }
  let start = row * C;

  var sum = 0.0;
  for (var c = 0u; c < C; c++) { sum += x[start + c]; }
  let mean = sum / f32(C);

  // Two passes: mean(x^2) - mean^2 would cancel if the mean is large.
  var squares = 0.0;
  for (var c = 0u; c < C; c++) {
    let deviation = x[start + c] - mean;
    squares += deviation * deviation;
  }
  let row_scale = sqrt(squares / f32(C) + epsilon);
  scale[row] = row_scale;

  for (var c = 0u; c < C; c++) {
    let normalized = (x[start + c] - mean) / row_scale;
    xhat[start + c] = normalized;
    y[start + c] = normalized * gain[c] + bias[c];
  }
}
