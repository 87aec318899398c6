// y = x where x > exp(log_threshold), else 0; one element per thread.

override R: u32; // rows
override N: u32; // entries per row

@group(0) @binding(0) var<storage, read> x: array<f32>; // (R, N)
@group(0) @binding(1) var<storage, read> log_threshold: array<f32>; // (N)
@group(0) @binding(2) var<storage, read_write> y: array<f32>; // (R, N)

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = id.x + id.y * groups.x * 64;
  if (i >= R * N) { return; }
  y[i] = select(0.0, x[i], x[i] > exp(log_threshold[i % N]));
}
