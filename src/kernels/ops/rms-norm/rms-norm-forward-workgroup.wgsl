// scale = sqrt(mean(x^2) + epsilon), xhat = x / scale, y = xhat gain; one row per workgroup.

struct Sizes {
  R: u32, // rows
  C: u32, // width
  epsilon: f32, // lower bound of the mean square
}

@group(0) @binding(0) var<storage, read> x: array<f32>; // (R, C)
@group(0) @binding(1) var<storage, read> gain: array<f32>; // (C) learned gain
@group(0) @binding(2) var<storage, read_write> y: array<f32>; // (R, C)
@group(0) @binding(3) var<storage, read_write> scale: array<f32>; // (R) for the backward pass
@group(0) @binding(4) var<storage, read_write> xhat: array<f32>; // (R, C) mean square 1; for the backward pass
@group(0) @binding(5) var<uniform> sizes: Sizes;

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
  if (row >= sizes.R) { return; }
  let C = sizes.C;
  let start = row * C;

  var squares = 0.0;
  for (var c = thread; c < C; c += THREADS) { squares += x[start + c] * x[start + c]; }
  let row_scale = sqrt(workgroup_sum(thread, squares) / f32(C) + sizes.epsilon);
  if (thread == 0) { scale[row] = row_scale; }

  for (var c = thread; c < C; c += THREADS) {
    let normalized = x[start + c] / row_scale;
    xhat[start + c] = normalized;
    y[start + c] = normalized * gain[c];
  }
}
