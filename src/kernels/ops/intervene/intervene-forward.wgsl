// y = x * factor + offset, one element per thread.

override N: u32; // elements

@group(0) @binding(0) var<storage, read> x: array<f32>; // (N) original activation
@group(0) @binding(1) var<storage, read> factor: array<f32>; // (N) 1 keeps an element, 0 ablates it
@group(0) @binding(2) var<storage, read> offset: array<f32>; // (N) added, e.g. a replacement value
@group(0) @binding(3) var<storage, read_write> y: array<f32>; // (N) activation after the intervention

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = id.x + id.y * groups.x * 64;
  if (i >= N) { return; }
  y[i] = x[i] * factor[i] + offset[i];
}
