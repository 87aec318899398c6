// used = entries of y above 0, per row; one workgroup.

override R: u32; // rows
override N: u32; // entries per row

@group(0) @binding(0) var<storage, read> y: array<f32>; // (R, N)
@group(0) @binding(1) var<storage, read_write> used: array<f32>; // (1)

var<workgroup> counts: array<u32, 256>; // one partial count per thread

@compute @workgroup_size(256)
fn main(@builtin(local_invocation_index) thread: u32) {
  var count = 0u;
  for (var i = thread; i < R * N; i += 256) { count += select(0u, 1u, y[i] > 0.0); }
  counts[thread] = count;
  for (var half = 128u; half > 0; half /= 2) {
    workgroupBarrier();
    if (thread < half) { counts[thread] += counts[thread + half]; }
  }
  if (thread == 0) { used[0] = f32(counts[0]) / f32(R); }
}
