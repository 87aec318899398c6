// Sums of d_y xhat and of d_y over each part of the rows: the first half of d_gain and d_bias. Four columns of a part a
// thread; the second kernel adds up the parts.

struct Sizes {
  R: u32, // rows
  C: u32, // width, a multiple of 4
  parts: u32, // parts the rows are cut into
  rows_per_part: u32, // the last part may have fewer
}

@group(0) @binding(0) var<storage, read> xhat: array<vec4f>; // (R, C) the rows before gain and bias
@group(0) @binding(1) var<storage, read> d_y: array<vec4f>; // (R, C) gradient of y
@group(0) @binding(2) var<storage, read_write> gain_parts: array<vec4f>; // (parts, C)
@group(0) @binding(3) var<storage, read_write> bias_parts: array<vec4f>; // (parts, C)
@group(0) @binding(4) var<uniform> sizes: Sizes;

@compute @workgroup_size(16)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let fours = sizes.C / 4;
  let at = id.x + id.y * groups.x * 16;
  if (at >= sizes.parts * fours) { return; }
  let first = at / fours * sizes.rows_per_part;
  let end = min(first + sizes.rows_per_part, sizes.R);
  var gain = vec4f();
  var bias = vec4f();
  var i = first * fours + at % fours;
  for (var row = first; row < end; row++) {
    let d = d_y[i];
    gain += d * xhat[i];
    bias += d;
    i += fours;
  }
  gain_parts[at] = gain;
  bias_parts[at] = bias;
}
