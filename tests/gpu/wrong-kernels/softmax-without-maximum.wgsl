// Wrong on purpose: exp(x) / sum(exp(x)) overflows for large scores.

override R: u32;
override N: u32;

@group(0) @binding(0) var<storage, read> x: array<f32>; // (R, N)
@group(0) @binding(1) var<storage, read_write> p: array<f32>; // (R, N)

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let row = id.x + id.y * groups.x * 64;
  if (row >= R) { return; }
  var total = 0.0;
  for (var i = row * N; i < (row + 1) * N; i++) { total += exp(x[i]); }
  for (var i = row * N; i < (row + 1) * N; i++) { p[i] = exp(x[i]) / total; }
}
