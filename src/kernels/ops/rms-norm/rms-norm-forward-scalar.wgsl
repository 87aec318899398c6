// scale = sqrt(mean(x^2) + epsilon), xhat = x / scale, y = xhat gain; one row per thread.

struct Sizes {
  R: u32, // rows
  C: u32, // width
  epsilon: f32, // lower bound of the mean square
}

@group(0) @binding(0) var<storage, read> x: array<f32>; // (R, C)
@group(0) @binding(1) var<storage, read> gain: array<f32>; // (C) learned gain
@group(0) @binding(2) var<storage, read_write> y: array<f32>; // (R, C)
@group(0) @binding(3) var<storage, read_write> scale: array<f32>; // (R) for the backward pass
@group(0) @binding(4) var<storage, read_write> xhat: array<f32>; // (R, C) mean square 1; for the backward pass
@group(0) @binding(5) var<uniform> sizes: Sizes;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let row = id.x + id.y * groups.x * 64;
  if (row >= sizes.R) { return; }
  let C = sizes.C;
  let start = row * C;

  var squares = 0.0;
  for (var c = 0u; c < C; c++) { squares += x[start + c] * x[start + c]; }
  let row_scale = sqrt(squares / f32(C) + sizes.epsilon);
  scale[row] = row_scale;

  for (var c = 0u; c < C; c++) {
    let normalized = x[start + c] / row_scale;
    xhat[start + c] = normalized;
    y[start + c] = normalized * gain[c];
  }
}
