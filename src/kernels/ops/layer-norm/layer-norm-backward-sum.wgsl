// d_gain and d_bias: sums of the parts, one column per thread.

override C: u32; // width
override parts: u32; // number of parts
override accumulate_d_gain: bool;
override accumulate_d_bias: bool;

@group(0) @binding(0) var<storage, read> gain_parts: array<f32>; // (parts, C) sums of d_y xhat
@group(0) @binding(1) var<storage, read> bias_parts: array<f32>; // (parts, C) sums of d_y
@group(0) @binding(2) var<storage, read_write> d_gain: array<f32>; // (C)
@group(0) @binding(3) var<storage, read_write> d_bias: array<f32>; // (C)

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let c = id.x + id.y * groups.x * 64;
  if (c >= C) { return; }
  var gain = 0.0;
  var bias = 0.0;
  for (var part = 0u; part < parts; part++) {
    gain += gain_parts[part * C + c];
    bias += bias_parts[part * C + c];
  }
  d_gain[c] = select(gain, d_gain[c] + gain, accumulate_d_gain);
  d_bias[c] = select(bias, d_bias[c] + bias, accumulate_d_bias);
}
