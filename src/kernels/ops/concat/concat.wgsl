// y[r] = (a[r], b[r]), one element per thread.

override R: u32; // rows: batch and time
override M: u32; // width of a
override N: u32; // width of b

@group(0) @binding(0) var<storage, read> a: array<f32>; // (R, M)
@group(0) @binding(1) var<storage, read> b: array<f32>; // (R, N)
@group(0) @binding(2) var<storage, read_write> y: array<f32>; // (R, M + N)

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = id.x + id.y * groups.x * 64;
  let width = M + N;
  if (i >= R * width) { return; }
  let row = i / width;
  let column = i % width;
  if (column < M) {
    y[i] = a[row * M + column];
  } else {
    y[i] = b[row * N + column - M];
  }
}
