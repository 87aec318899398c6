// scale = sqrt(mean(x^2) + epsilon), xhat = x / scale, y = xhat gain; one row per thread, as vec4 elements.

struct Sizes {
  R: u32, // rows
  C: u32, // width, a multiple of 4
  epsilon: f32, // lower bound of the mean square
}

@group(0) @binding(0) var<storage, read> x: array<vec4f>; // (R, C)
@group(0) @binding(1) var<storage, read> gain: array<vec4f>; // (C) learned gain
@group(0) @binding(2) var<storage, read_write> y: array<vec4f>; // (R, C)
@group(0) @binding(3) var<storage, read_write> scale: array<f32>; // (R) for the backward pass
@group(0) @binding(4) var<storage, read_write> xhat: array<vec4f>; // (R, C) mean square 1; for the backward pass
@group(0) @binding(5) var<uniform> sizes: Sizes;

@compute @workgroup_size(16)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let row = id.x + id.y * groups.x * 16;
  if (row >= sizes.R) { return; }
  let vec4_count = sizes.C / 4;
  let start = row * vec4_count;

  var squares = vec4f();
  for (var i = start; i < start + vec4_count; i++) { squares += x[i] * x[i]; }
  let row_scale = sqrt(dot(squares, vec4f(1.0)) / f32(sizes.C) + sizes.epsilon);
  scale[row] = row_scale;

  for (var c = 0u; c < vec4_count; c++) {
    let normalized = x[start + c] / row_scale;
    xhat[start + c] = normalized;
    y[start + c] = normalized * gain[c];
  }
}
