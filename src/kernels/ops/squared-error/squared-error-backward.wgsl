// d_a = 2 (a - y) / R, one element a thread.

override R: u32; // examples
override N: u32; // outputs of the network
override accumulate_d_a: bool; // add to d_a, which other users of a have written already

@group(0) @binding(0) var<storage, read> a: array<f32>; // (R, N) what the network says
@group(0) @binding(1) var<storage, read> y: array<f32>; // (R, N) what it should say
@group(0) @binding(2) var<storage, read_write> d_a: array<f32>; // (R, N)

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = id.x + id.y * groups.x * 64;
  if (i >= R * N) { return; }
  let d = 2.0 * (a[i] - y[i]) / f32(R);
  d_a[i] = select(d, d_a[i] + d, accumulate_d_a);
}
