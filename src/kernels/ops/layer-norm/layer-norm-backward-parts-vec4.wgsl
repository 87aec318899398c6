// Partial sums of d_y xhat and of d_y over each part of the rows, for d_gain and d_bias. Four columns of a part per thread;
// backward_gain and backward_bias add the parts.

struct Sizes {
  R: u32, // rows
  C: u32, // width, a multiple of 4
  parts: u32, // number of parts
  rows_per_part: u32, // the last part may have fewer
}

@group(0) @binding(0) var<storage, read> xhat: array<vec4f>; // (R, C) normalized rows
@group(0) @binding(1) var<storage, read> d_y: array<vec4f>; // (R, C) gradient of y
@group(0) @binding(2) var<storage, read_write> gain_parts: array<vec4f>; // (parts, C)
@group(0) @binding(3) var<storage, read_write> bias_parts: array<vec4f>; // (parts, C)
@group(0) @binding(4) var<uniform> sizes: Sizes;
@group(0) @binding(5) var<storage, read> members: array<vec4u>; // of a batch, by workgroup z: words before xhat, d_y, gain_parts and bias_parts

@compute @workgroup_size(16)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let vec4_count = sizes.C / 4;
  let at = id.x + id.y * groups.x * 16;
  if (at >= sizes.parts * vec4_count) { return; }
  let origin = members[id.z] / 4;
  let first = at / vec4_count * sizes.rows_per_part;
  let end = min(first + sizes.rows_per_part, sizes.R);
  var gain = vec4f();
  var bias = vec4f();
  var i = first * vec4_count + at % vec4_count;
  for (var row = first; row < end; row++) {
    let d = d_y[origin.y + i];
    gain += d * xhat[origin.x + i];
    bias += d;
    i += vec4_count;
  }
  gain_parts[origin.z + at] = gain;
  bias_parts[origin.w + at] = bias;
}
