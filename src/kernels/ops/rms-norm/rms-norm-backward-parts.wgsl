// Partial sums of d_y xhat over each part of the rows, for d_gain. One column of a part per thread; backward_sum adds the parts.

struct Sizes {
  R: u32, // rows
  C: u32, // width
  parts: u32, // number of parts
  rows_per_part: u32, // the last part may have fewer
}

@group(0) @binding(0) var<storage, read> xhat: array<f32>; // (R, C) normalized rows
@group(0) @binding(1) var<storage, read> d_y: array<f32>; // (R, C) gradient of y
@group(0) @binding(2) var<storage, read_write> gain_parts: array<f32>; // (parts, C)
@group(0) @binding(3) var<uniform> sizes: Sizes;
@group(0) @binding(4) var<storage, read> members: array<vec4u>; // of a batch, by workgroup z: words before xhat, d_y and gain_parts

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let C = sizes.C;
  let at = id.x + id.y * groups.x * 64;
  if (at >= sizes.parts * C) { return; }
  let origin = members[id.z];
  let first = (at / C) * sizes.rows_per_part;
  let end = min(first + sizes.rows_per_part, sizes.R);
  var sum = 0.0;
  for (var row = first; row < end; row++) {
    let i = row * C + at % C;
    sum += d_y[origin.y + i] * xhat[origin.x + i];
  }
  gain_parts[origin.z + at] = sum;
}
