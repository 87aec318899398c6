// d_a = 2 (a - y) / R, one element per thread.

override R: u32; // examples
override N: u32; // outputs per example
override accumulate_d_a: bool; // add to d_a, which another consumer of a has written

@group(0) @binding(0) var<storage, read> a: array<f32>; // (R, N) outputs of the network
@group(0) @binding(1) var<storage, read> y: array<f32>; // (R, N) targets
@group(0) @binding(2) var<storage, read_write> d_a: array<f32>; // (R, N)

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = id.x + id.y * groups.x * 64;
  if (i >= R * N) { return; }
  let d = 2.0 * (a[i] - y[i]) / f32(R);
  d_a[i] = select(d, d_a[i] + d, accumulate_d_a);
}
