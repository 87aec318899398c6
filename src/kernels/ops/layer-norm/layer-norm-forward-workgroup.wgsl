// scale = sqrt(var + epsilon), xhat = (x - mean) / scale, y = xhat gain + bias; one row a workgroup.

override R: u32; // rows
override C: u32; // width
override epsilon: f32; // keeps the scale of a constant row away from 0

@group(0) @binding(0) var<storage, read> x: array<f32>; // (R, C)
@group(0) @binding(1) var<storage, read> gain: array<f32>; // (C) learnt factor
@group(0) @binding(2) var<storage, read> bias: array<f32>; // (C) learnt offset
@group(0) @binding(3) var<storage, read_write> y: array<f32>; // (R, C)
@group(0) @binding(4) var<storage, read_write> scale: array<f32>; // (R) kept for backward
@group(0) @binding(5) var<storage, read_write> xhat: array<f32>; // (R, C) mean 0 and variance 1; kept for backward

const THREADS = 64u;
var<workgroup> sums: array<f32, THREADS>; // of each thread's entries

/// The sum of the threads' values, always in the same order, told to all of them.
fn sum_of_all(thread: u32, value: f32) -> f32 {
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
  let mean = sum_of_all(thread, sum) / f32(C);

  // From the deviations and not as mean(x^2) - mean^2, which cancels when the mean is large.
  var squares = 0.0;
  for (var c = thread; c < C; c += THREADS) {
    let deviation = x[start + c] - mean;
    squares += deviation * deviation;
  }
  let row_scale = sqrt(sum_of_all(thread, squares) / f32(C) + epsilon);
  if (thread == 0) { scale[row] = row_scale; }

  for (var c = thread; c < C; c += THREADS) {
    let normal = (x[start + c] - mean) / row_scale;
    xhat[start + c] = normal;
    y[start + c] = normal * gain[c] + bias[c];
  }
}
