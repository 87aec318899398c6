// d_x = (d_xhat - mean(d_xhat) - xhat mean(d_xhat xhat)) / scale with d_xhat = d_y gain; one row per thread.

override R: u32; // rows
override C: u32; // width
override accumulate_d_x: bool; // add to d_x, which another consumer of x has written
override has_before_d_x: bool = false; // add to before_d_x

@group(0) @binding(0) var<storage, read> gain: array<f32>; // (C)
@group(0) @binding(1) var<storage, read> scale: array<f32>; // (R) standard deviation, from the forward pass
@group(0) @binding(2) var<storage, read> xhat: array<f32>; // (R, C) normalized rows
@group(0) @binding(3) var<storage, read> d_y: array<f32>; // (R, C) gradient of y
@group(0) @binding(4) var<storage, read_write> d_x: array<f32>; // (R, C) gradient of x
@group(0) @binding(5) var<storage, read> before_d_x: array<f32>; // (R, C), where has_before_d_x

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let row = id.x + id.y * groups.x * 64;
  if (row >= R) { return; }
  let start = row * C;

  var sum = 0.0;
  var products = 0.0;
  for (var c = 0u; c < C; c++) {
    let d_xhat = d_y[start + c] * gain[c];
    sum += d_xhat;
    products += d_xhat * xhat[start + c];
  }
  let mean = sum / f32(C);
  let projection = products / f32(C);

  for (var c = 0u; c < C; c++) {
    let i = start + c;
    var d = (d_y[i] * gain[c] - mean - xhat[i] * projection) / scale[row];
    if (accumulate_d_x) { d += d_x[i]; }
    if (has_before_d_x) { d += before_d_x[i]; }
    d_x[i] = d;
  }
}
