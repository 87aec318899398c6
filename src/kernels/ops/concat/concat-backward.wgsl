// d_a[r] = d_y[r, … M − 1], d_b[r] = d_y[r, M …], one element per thread.

override R: u32; // rows: batch and time
override M: u32; // width of a
override N: u32; // width of b
override accumulate_d_a: bool; // add to gradients that other consumers have written
override accumulate_d_b: bool;

@group(0) @binding(0) var<storage, read> d_y: array<f32>; // (R, M + N)
@group(0) @binding(1) var<storage, read_write> d_a: array<f32>; // (R, M)
@group(0) @binding(2) var<storage, read_write> d_b: array<f32>; // (R, N)

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = id.x + id.y * groups.x * 64;
  let width = M + N;
  if (i >= R * width) { return; }
  let row = i / width;
  let column = i % width;
  if (column < M) {
    let at = row * M + column;
    d_a[at] = select(d_y[i], d_a[at] + d_y[i], accumulate_d_a);
  } else {
    let at = row * N + column - M;
    d_b[at] = select(d_y[i], d_b[at] + d_y[i], accumulate_d_b);
  }
}
