// d_x = p * (d_p - sum(d_p * p)), one row per thread, as vec4 elements.

override accumulate_d_x: bool; // add to d_x, which another consumer of x has written

struct Sizes {
  R: u32, // rows
  N: u32, // entries per row, a multiple of 4
}

@group(0) @binding(0) var<storage, read> p: array<vec4f>; // (R, N) output of the forward pass
@group(0) @binding(1) var<storage, read> d_p: array<vec4f>; // (R, N) gradient of p
@group(0) @binding(2) var<storage, read_write> d_x: array<vec4f>; // (R, N) gradient of the scores
@group(0) @binding(3) var<uniform> sizes: Sizes;

@compute @workgroup_size(16)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let row = id.x + id.y * groups.x * 16;
  if (row >= sizes.R) { return; }
  let vec4_count = sizes.N / 4;
  let start = row * vec4_count;
  let end = start + vec4_count;

  var products = vec4f();
  for (var i = start; i < end; i++) { products += d_p[i] * p[i]; }
  let row_dot = dot(products, vec4f(1.0));

  for (var i = start; i < end; i++) {
    var d = p[i] * (d_p[i] - row_dot);
    if (accumulate_d_x) { d += d_x[i]; }
    d_x[i] = d;
  }
}
