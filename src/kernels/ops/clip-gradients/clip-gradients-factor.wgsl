// norm = sqrt(sum(parts)), factor = min(1, max_norm / (norm + 1e-6)); one workgroup, in a fixed order.
// A norm that is not finite gives factor 0, and the optimizers skip the update.

override part_count: u32;
override max_norm: f32; // 0 disables clipping

@group(0) @binding(0) var<storage, read> parts: array<f32>; // (part_count) sums of squares
@group(0) @binding(1) var<storage, read_write> norm: array<f32>; // (1) global norm of the gradients
@group(0) @binding(2) var<storage, read_write> factor: array<f32>; // (1) the optimizer scales gradients by it

var<workgroup> sums: array<f32, 64>; // one partial sum per thread

@compute @workgroup_size(64)
fn main(@builtin(local_invocation_index) thread: u32) {
  var sum = 0.0;
  for (var part = thread; part < part_count; part += 64) { sum += parts[part]; }
  sums[thread] = sum;
  for (var half = 32u; half > 0; half /= 2) {
    workgroupBarrier();
    if (thread < half) { sums[thread] += sums[thread + half]; }
  }
  if (thread == 0) {
    norm[0] = sqrt(sums[0]);
    let clipped = select(1.0, min(1.0, max_norm / (norm[0] + 1e-6)), max_norm > 0.0);
    // Tests the bits, because WGSL may assume that there are no infinities and optimize comparisons away.
    let finite = (bitcast<u32>(norm[0]) & 0x7f800000u) != 0x7f800000u;
    factor[0] = select(0.0, clipped, finite);
  }
}
