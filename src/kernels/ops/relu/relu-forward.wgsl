// y = max(x, 0), one element per thread.

override N: u32; // elements

@group(0) @binding(0) var<storage, read> x: array<f32>; // (N)
@group(0) @binding(1) var<storage, read_write> y: array<f32>; // (N)

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = id.x + id.y * groups.x * 64;
  if (i >= N) { return; }
  y[i] = max(x[i], 0.0);
}
