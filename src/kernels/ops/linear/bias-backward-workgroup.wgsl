// d_bias[n] = sum over rows of d_y[r, n], a workgroup sharing out the rows of 16 columns among its threads.

override R: u32; // rows
override N: u32; // columns
override accumulate_d_bias: bool;

@group(0) @binding(0) var<storage, read> d_y: array<f32>; // (R, N) gradient of the product
@group(0) @binding(1) var<storage, read_write> d_bias: array<f32>; // (N)

const SLICES = 16u;

var<workgroup> parts: array<array<f32, 16>, SLICES>; // the sum of each slice of rows

@compute @workgroup_size(16, SLICES)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_id) me: vec3u) {
  let n = group.x * 16 + me.x;
  var sum = 0.0;
  if (n < N) {
    for (var r = me.y; r < R; r += SLICES) { sum += d_y[r * N + n]; }
  }
  parts[me.y][me.x] = sum;
  workgroupBarrier();
  if (me.y > 0 || n >= N) { return; }
  for (var slice = 1u; slice < SLICES; slice++) { sum += parts[slice][me.x]; }
  d_bias[n] = select(sum, d_bias[n] + sum, accumulate_d_bias);
}
