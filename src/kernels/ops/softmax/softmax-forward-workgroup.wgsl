// p = exp(x - max) / sum(exp(x - max)), one row a workgroup: neighbouring threads read neighbouring words.

override R: u32; // rows
override N: u32; // entries a row

@group(0) @binding(0) var<storage, read> x: array<f32>; // (R, N) scores, any size: the maximum is taken off first
@group(0) @binding(1) var<storage, read_write> p: array<f32>; // (R, N) each row adds up to 1

const THREADS = 64u;
var<workgroup> shared_values: array<f32, THREADS>; // one of each thread's

/// The largest of the threads' values, told to all of them.
fn max_of_all(thread: u32, value: f32) -> f32 {
  shared_values[thread] = value;
  for (var half = THREADS / 2; half > 0; half /= 2) {
    workgroupBarrier();
    if (thread < half) { shared_values[thread] = max(shared_values[thread], shared_values[thread + half]); }
  }
  return workgroupUniformLoad(&shared_values[0]);
}

/// The sum of the threads' values, always in the same order, told to all of them.
fn sum_of_all(thread: u32, value: f32) -> f32 {
  shared_values[thread] = value;
  for (var half = THREADS / 2; half > 0; half /= 2) {
    workgroupBarrier();
    if (thread < half) { shared_values[thread] += shared_values[thread + half]; }
  }
  return workgroupUniformLoad(&shared_values[0]);
}

@compute @workgroup_size(THREADS)
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) thread: u32,
) {
  let row = group.x + group.y * groups.x;
  if (row >= R) { return; }
  let start = row * N;
  let end = start + N;

  var highest = x[start];
  for (var i = start + thread; i < end; i += THREADS) { highest = max(highest, x[i]); }
  let row_highest = max_of_all(thread, highest);

  var total = 0.0;
  for (var i = start + thread; i < end; i += THREADS) { total += exp(x[i] - row_highest); }
  let row_total = sum_of_all(thread, total);

  for (var i = start + thread; i < end; i += THREADS) { p[i] = exp(x[i] - row_highest) / row_total; }
}
