// cost = mean of example_cost; one workgroup, in a fixed order.

override R: u32; // examples

@group(0) @binding(0) var<storage, read> example_cost: array<f32>; // (R)
@group(0) @binding(1) var<storage, read_write> cost: array<f32>; // (1)

var<workgroup> sums: array<f32, 64>; // one partial sum per thread

@compute @workgroup_size(64)
fn main(@builtin(local_invocation_index) thread: u32) {
  var sum = 0.0;
  for (var row = thread; row < R; row += 64) { sum += example_cost[row]; }
  sums[thread] = sum;
  for (var half = 32u; half > 0; half /= 2) {
    workgroupBarrier();
    if (thread < half) { sums[thread] += sums[thread + half]; }
  }
  if (thread == 0) { cost[0] = sums[0] / f32(R); }
}
