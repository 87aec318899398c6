// p = exp(x - max) / sum(exp(x - max)), one row per workgroup, so that reads are coalesced.

override R: u32; // rows
override N: u32; // entries per row

@group(0) @binding(0) var<storage, read> x: array<f32>; // (R, N) scores
@group(0) @binding(1) var<storage, read_write> p: array<f32>; // (R, N) each row sums to 1

const THREADS = 64u;
var<workgroup> shared_values: array<f32, THREADS>; // one value per thread

/// Maximum over the workgroup, broadcast to all threads.
fn workgroup_max(thread: u32, value: f32) -> f32 {
  shared_values[thread] = value;
  for (var half = THREADS / 2; half > 0; half /= 2) {
    workgroupBarrier();
    if (thread < half) { shared_values[thread] = max(shared_values[thread], shared_values[thread + half]); }
  }
  return workgroupUniformLoad(&shared_values[0]);
}

/// Sum over the workgroup in a fixed order, broadcast to all threads.
fn workgroup_sum(thread: u32, value: f32) -> f32 {
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
  let row_highest = workgroup_max(thread, highest);

  var total = 0.0;
  for (var i = start + thread; i < end; i += THREADS) { total += exp(x[i] - row_highest); }
  let row_total = workgroup_sum(thread, total);

  for (var i = start + thread; i < end; i += THREADS) { p[i] = exp(x[i] - row_highest) / row_total; }
}
