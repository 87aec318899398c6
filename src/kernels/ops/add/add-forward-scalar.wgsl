// y = a + b, with b broadcast over the leading axes of a; one element per thread.

override N: u32; // elements of a
override M: u32; // elements of b, a divisor of N

@group(0) @binding(0) var<storage, read> a: array<f32>; // (N)
@group(0) @binding(1) var<storage, read> b: array<f32>; // (M)
@group(0) @binding(2) var<storage, read_write> y: array<f32>; // (N)

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = id.x + id.y * groups.x * 64;
  if (i >= N) { return; }
  y[i] = a[i] + b[i % M];
}
