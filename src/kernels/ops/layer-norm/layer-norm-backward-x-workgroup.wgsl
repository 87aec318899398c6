// d_x = (d_xhat - mean(d_xhat) - xhat mean(d_xhat xhat)) / scale with d_xhat = d_y gain; one row per workgroup.

override R: u32; // rows
override C: u32; // width
override accumulate_d_x: bool; // add to d_x, which another consumer of x has written
override has_before_d_x: bool = false; // add to before_d_x

@group(0) @binding(0) var<storage, read> gain: array<f32>; // (C)
@group(0) @binding(1) var<storage, read> scale: array<f32>; // (R) standard deviation, from the forward pass
@group(0) @binding(2) var<storage, read> xhat: array<f32>; // (R, C) normalized rows
@group(0) @binding(3) var<storage, read> d_y: array<f32>; // (R, C) gradient of y
@group(0) @binding(4) var<storage, read_write> d_x: array<f32>; // (R, C) gradient of x
@group(0) @binding(5) var<storage, read> before_d_x: array<f32>; // (R, C), where has_before_d_x

const THREADS = 64u;
var<workgroup> sums: array<vec2f, THREADS>; // one partial sum per thread: d_xhat, d_xhat xhat

/// Sums over the workgroup in a fixed order, broadcast to all threads.
fn workgroup_sum(thread: u32, value: vec2f) -> vec2f {
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

  var sum = vec2f();
  for (var c = thread; c < C; c += THREADS) {
    let d_xhat = d_y[start + c] * gain[c];
    sum += vec2f(d_xhat, d_xhat * xhat[start + c]);
  }
  let means = workgroup_sum(thread, sum) / f32(C);

  for (var c = thread; c < C; c += THREADS) {
    let i = start + c;
    var d = (d_y[i] * gain[c] - means.x - xhat[i] * means.y) / scale[row];
    if (accumulate_d_x) { d += d_x[i]; }
    if (has_before_d_x) { d += before_d_x[i]; }
    d_x[i] = d;
  }
}
