// d_bias[n] = sum over rows of d_y[r, n], one column per thread.

override R: u32; // rows
override N: u32; // columns
override accumulate_d_bias: bool;

@group(0) @binding(0) var<storage, read> d_y: array<f32>; // (R, N) gradient of y
@group(0) @binding(1) var<storage, read_write> d_bias: array<f32>; // (N)
@group(0) @binding(2) var<storage, read> members: array<vec4u>; // of a batch, by workgroup z: words before d_y and d_bias

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let n = id.x + id.y * groups.x * 64;
  if (n >= N) { return; }
  let origin = members[id.z];
  let at = origin.y + n;
  var sum = 0.0;
  for (var r = 0u; r < R; r++) { sum += d_y[origin.x + r * N + n]; }
  d_bias[at] = select(sum, d_bias[at] + sum, accumulate_d_bias);
}
