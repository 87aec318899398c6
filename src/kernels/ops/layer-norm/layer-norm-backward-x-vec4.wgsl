// d_x = (d_xhat - mean(d_xhat) - xhat mean(d_xhat xhat)) / scale with d_xhat = d_y gain; one row per thread, as vec4
// elements.

override accumulate_d_x: bool; // add to d_x, which another consumer of x has written
override has_before_d_x: bool = false; // add to before_d_x

struct Sizes {
  R: u32, // rows
  C: u32, // width, a multiple of 4
}

@group(0) @binding(0) var<storage, read> gain: array<vec4f>; // (C)
@group(0) @binding(1) var<storage, read> scale: array<f32>; // (R) standard deviation, from the forward pass
@group(0) @binding(2) var<storage, read> xhat: array<vec4f>; // (R, C) normalized rows
@group(0) @binding(3) var<storage, read> d_y: array<vec4f>; // (R, C) gradient of y
@group(0) @binding(4) var<storage, read_write> d_x: array<vec4f>; // (R, C) gradient of x
@group(0) @binding(5) var<uniform> sizes: Sizes;
@group(0) @binding(6) var<storage, read> before_d_x: array<vec4f>; // (R, C), where has_before_d_x

@compute @workgroup_size(16)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let row = id.x + id.y * groups.x * 16;
  if (row >= sizes.R) { return; }
  let width = f32(sizes.C);
  let vec4_count = sizes.C / 4;
  let start = row * vec4_count;

  var sum = vec4f();
  var products = vec4f();
  for (var c = 0u; c < vec4_count; c++) {
    let d_xhat = d_y[start + c] * gain[c];
    sum += d_xhat;
    products += d_xhat * xhat[start + c];
  }
  let mean = dot(sum, vec4f(1.0)) / width;
  let projection = dot(products, vec4f(1.0)) / width;

  let row_scale = scale[row];
  for (var c = 0u; c < vec4_count; c++) {
    let i = start + c;
    var d = (d_y[i] * gain[c] - mean - xhat[i] * projection) / row_scale;
    if (accumulate_d_x) { d += d_x[i]; }
    if (has_before_d_x) { d += before_d_x[i]; }
    d_x[i] = d;
  }
}
