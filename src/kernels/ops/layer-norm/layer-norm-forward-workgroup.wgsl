// scale = sqrt(var + epsilon), xhat = (x - mean) / scale, y = xhat gain + bias; one row per workgroup.

override R: u32; // rows
override C: u32; // width
override epsilon: f32; // lower bound of the variance

@group(0) @binding(0) var<storage, read> x: array<f32>; // (R, C)
@group(0) @binding(1) var<storage, read> gain: array<f32>; // (C) learned gain
@group(0) @binding(2) var<storage, read> bias: array<f32>; // (C) learned bias
@group(0) @binding(3) var<storage, read_write> y: array<f32>; // (R, C)
@group(0) @binding(4) var<storage, read_write> scale: array<f32>; // (R) for the backward pass
@group(0) @binding(5) var<storage, read_write> xhat: array<f32>; // (R, C) mean 0 and variance 1; for the backward pass

const THREADS = 64u;
var<workgroup> sums: array<f32, THREADS>; // one partial sum per thread

/// Sum over the workgroup in a fixed order, broadcast to all threads.
fn workgroup_sum(thread: u32, value: f32) -> f32 {
  sums[thread] = value;
  for (var half = THREADS / 2; half > 0; half /= 2) {
    workgroupBarrier();
    if (thread < half) { sums[thread] += sums[thread + half]; }
  }
  return workgroupUniformLoad(&sums[0]);
}

@compute @workgroup_size(THREADS)
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) thread: u32,
) {
  let row = group.x + group.y * groups.x;
  if (row >= R) { return; }
  let start = row * C;

  var sum = 0.0;
  for (var c = thread; c < C; c += THREADS) { sum += x[start + c]; }
  let mean = workgroup_sum(thread, sum) / f32(C);

  // Two passes: mean(x^2) - mean^2 would cancel if the mean is large.
  var squares = 0.0;
  for (var c = thread; c < C; c += THREADS) {
    let deviation = x[start + c] - mean;
    squares += deviation * deviation;
  }
  let row_scale = sqrt(workgroup_sum(thread, squares) / f32(C) + epsilon);
  if (thread == 0) { scale[row] = row_scale; }

  for (var c = thread; c < C; c += THREADS) {
    let normalized = (x[start + c] - mean) / row_scale;
    xhat[start + c] = normalized;
    y[start + c] = normalized * gain[c] + bias[c];
  }
}
