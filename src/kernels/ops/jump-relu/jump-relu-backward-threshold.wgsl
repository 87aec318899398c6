// d_log_threshold = -theta^2 / bandwidth * sum of d_y over the rows near the threshold; one column per thread.

override R: u32; // rows
override N: u32; // entries per row
override bandwidth: f32;
override accumulate_d_log_threshold: bool; // add to d_log_threshold, which another consumer has written

@group(0) @binding(0) var<storage, read> x: array<f32>; // (R, N)
@group(0) @binding(1) var<storage, read> log_threshold: array<f32>; // (N)
@group(0) @binding(2) var<storage, read> d_y: array<f32>; // (R, N) gradient of y
@group(0) @binding(3) var<storage, read_write> d_log_threshold: array<f32>; // (N)

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let n = id.x + id.y * groups.x * 64;
  if (n >= N) { return; }
  let theta = exp(log_threshold[n]);
  var sum = 0.0;
  for (var i = n; i < R * N; i += N) {
    sum += select(0.0, d_y[i], abs(x[i] - theta) < 0.5 * bandwidth);
  }
  let d = -theta * theta / bandwidth * sum;
  d_log_threshold[n] = select(d, d_log_threshold[n] + d, accumulate_d_log_threshold);
}
