// d_x = p * (d_p - sum(d_p * p)), one row per thread.

override R: u32; // rows
override N: u32; // entries per row
override accumulate_d_x: bool; // add to d_x, which another consumer of x has written

@group(0) @binding(0) var<storage, read> p: array<f32>; // (R, N) output of the forward pass
@group(0) @binding(1) var<storage, read> d_p: array<f32>; // (R, N) gradient of p
@group(0) @binding(2) var<storage, read_write> d_x: array<f32>; // (R, N) gradient of the scores

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let row = id.x + id.y * groups.x * 64;
  if (row >= R) { return; }
  let start = row * N;

  var row_dot = 0.0;
  for (var i = 0u; i < N; i++) { row_dot += d_p[start + i] * p[start + i]; }

  for (var i = start; i < start + N; i++) {
    let d = p[i] * (d_p[i] - row_dot);
    d_x[i] = select(d, d_x[i] + d, accumulate_d_x);
  }
}
