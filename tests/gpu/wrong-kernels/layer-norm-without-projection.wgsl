// Wrong on purpose: d_x = (d_xhat - mean(d_xhat)) / scale ignores the gradient through the variance.

override R: u32;
override C: u32;
override accumulate_d_x: bool;

@group(0) @binding(0) var<storage, read> gain: array<f32>; // (C)
@group(0) @binding(1) var<storage, read> scale: array<f32>; // (R)
@group(0) @binding(2) var<storage, read> xhat: array<f32>; // (R, C)
@group(0) @binding(3) var<storage, read> d_y: array<f32>; // (R, C)
@group(0) @binding(4) var<storage, read_write> d_x: array<f32>; // (R, C)

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let row = id.x + id.y * groups.x * 64;
  if (row >= R) { return; }
  var sum = 0.0;
  for (var c = 0u; c < C; c++) { sum += d_y[row * C + c] * gain[c]; }
  for (var c = 0u; c < C; c++) {
    let i = row * C + c;
    let d = (d_y[i] * gain[c] - sum / f32(C)) / scale[row];
    d_x[i] = select(d, d_x[i] + d, accumulate_d_x);
  }
}
