// Partial sums of d_y xhat and of d_y over each part of the rows, for d_gain and d_bias. One column of a part per thread;
// backward_gain and backward_bias add the parts.

override R: u32; // rows
override C: u32; // width
override parts: u32; // number of parts
override rows_per_part: u32; // the last part may have fewer

@group(0) @binding(0) var<storage, read> xhat: array<f32>; // (R, C) normalized rows
@group(0) @binding(1) var<storage, read> d_y: array<f32>; // (R, C) gradient of y
@group(0) @binding(2) var<storage, read_write> gain_parts: array<f32>; // (parts, C)
@group(0) @binding(3) var<storage, read_write> bias_parts: array<f32>; // (parts, C)
@group(0) @binding(4) var<storage, read> members: array<vec4u>; // of a batch, by workgroup z: words before xhat, d_y, gain_parts and bias_parts

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let at = id.x + id.y * groups.x * 64;
  if (at >= parts * C) { return; }
  let origin = members[id.z];
  let first = (at / C) * rows_per_part;
  let end = min(first + rows_per_part, R);
  var gain = 0.0;
  var bias = 0.0;
  for (var row = first; row < end; row++) {
    let i = row * C + at % C;
    let d = d_y[origin.y + i];
    gain += d * xhat[origin.x + i];
    bias += d;
  }
  gain_parts[origin.z + at] = gain;
  bias_parts[origin.w + at] = bias;
}
