// d_bias[n] = sum over rows of d_y[r, n], 16 columns per workgroup, their rows in 16 slices.

override R: u32; // rows
override N: u32; // columns
override accumulate_d_bias: bool;

@group(0) @binding(0) var<storage, read> d_y: array<f32>; // (R, N) gradient of y
@group(0) @binding(1) var<storage, read_write> d_bias: array<f32>; // (N)
@group(0) @binding(2) var<storage, read> members: array<vec4u>; // of a batch, by workgroup z: words before d_y and d_bias

const SLICES = 16u;

var<workgroup> parts: array<array<f32, 16>, SLICES>; // sums of the slices

@compute @workgroup_size(16, SLICES)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_id) local_id: vec3u) {
  let n = group.x * 16 + local_id.x;
  let origin = members[group.z];
  var sum = 0.0;
  if (n < N) {
    for (var r = local_id.y; r < R; r += SLICES) { sum += d_y[origin.x + r * N + n]; }
  }
  parts[local_id.y][local_id.x] = sum;
  workgroupBarrier();
  if (local_id.y > 0 || n >= N) { return; }
  for (var slice = 1u; slice < SLICES; slice++) { sum += parts[slice][local_id.x]; }
  let at = origin.y + n;
  d_bias[at] = select(sum, d_bias[at] + sum, accumulate_d_bias);
}
