// d_x = d_y * factor, one element per thread.

override N: u32; // elements
override accumulate_d_x: bool; // add to d_x, which another consumer of x has written

@group(0) @binding(0) var<storage, read> factor: array<f32>; // (N)
@group(0) @binding(1) var<storage, read> d_y: array<f32>; // (N) gradient of y
@group(0) @binding(2) var<storage, read_write> d_x: array<f32>; // (N) gradient of x

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = id.x + id.y * groups.x * 64;
  if (i >= N) { return; }
  let d = d_y[i] * factor[i];
  d_x[i] = select(d, d_x[i] + d, accumulate_d_x);
}
