// p = exp(x - max) / sum(exp(x - max)), one row per thread.

override R: u32; // rows
override N: u32; // entries per row

@group(0) @binding(0) var<storage, read> x: array<f32>; // (R, N) scores
@group(0) @binding(1) var<storage, read_write> p: array<f32>; // (R, N) each row sums to 1

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let row = id.x + id.y * groups.x * 64;
  if (row >= R) { return; }
  let start = row * N;

  var highest = x[start];
  for (var i = 1u; i < N; i++) { highest = max(highest, x[start + i]); }

  var total = 0.0;
  for (var i = 0u; i < N; i++) {
    let e = exp(x[start + i] - highest);
    p[start + i] = e;
    total += e;
  }
  for (var i = 0u; i < N; i++) { p[start + i] /= total; }
}
