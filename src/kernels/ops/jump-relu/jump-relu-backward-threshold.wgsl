// d_log_threshold = -theta / bandwidth * sum over the rows near the threshold of theta * d_y + the penalty's part; one column
// per thread.

override R: u32; // rows
override N: u32; // entries per row
override k: f32; // mean number of used entries that has no penalty
override penalty: f32;
override bandwidth: f32;
override accumulate_d_log_threshold: bool; // add to d_log_threshold, which another consumer has written

@group(0) @binding(0) var<storage, read> x: array<f32>; // (R, N)
@group(0) @binding(1) var<storage, read> log_threshold: array<f32>; // (N)
@group(0) @binding(2) var<storage, read> used: array<f32>; // (1)
@group(0) @binding(3) var<storage, read> d_y: array<f32>; // (R, N) gradient of y
@group(0) @binding(4) var<storage, read_write> d_log_threshold: array<f32>; // (N)

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let n = id.x + id.y * groups.x * 64;
  if (n >= N) { return; }
  let theta = exp(log_threshold[n]);
  let sparsity = 2.0 * penalty * (used[0] / k - 1.0) / (k * f32(R));
  var sum = 0.0;
  for (var i = n; i < R * N; i += N) {
    sum += select(0.0, theta * d_y[i] + sparsity, abs(x[i] - theta) < 0.5 * bandwidth);
  }
  let d = -theta / bandwidth * sum;
  d_log_threshold[n] = select(d, d_log_threshold[n] + d, accumulate_d_log_threshold);
}
