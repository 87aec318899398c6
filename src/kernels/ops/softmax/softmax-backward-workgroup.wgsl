// d_x = p * (d_p - sum(d_p * p)), one row per workgroup, so that reads are coalesced.

override R: u32; // rows
override N: u32; // entries per row
override accumulate_d_x: bool; // add to d_x, which another consumer of x has written

@group(0) @binding(0) var<storage, read> p: array<f32>; // (R, N) output of the forward pass
@group(0) @binding(1) var<storage, read> d_p: array<f32>; // (R, N) gradient of p
@group(0) @binding(2) var<storage, read_write> d_x: array<f32>; // (R, N) gradient of the scores

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
  let start = row * N;
  let end = start + N;

  var products = 0.0;
  for (var i = start + thread; i < end; i += THREADS) { products += d_p[i] * p[i]; }
  let row_dot = workgroup_sum(thread, products);

  for (var i = start + thread; i < end; i += THREADS) {
    let d = p[i] * (d_p[i] - row_dot);
    d_x[i] = select(d, d_x[i] + d, accumulate_d_x);
  }
}
