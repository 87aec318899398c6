// p = exp(x - max) / sum(exp(x - max)), one row per thread, as vec4 elements.

struct Sizes {
  R: u32, // rows
  N: u32, // entries per row, a multiple of 4
}

@group(0) @binding(0) var<storage, read> x: array<vec4f>; // (R, N) scores
@group(0) @binding(1) var<storage, read_write> p: array<vec4f>; // (R, N) each row sums to 1
@group(0) @binding(2) var<uniform> sizes: Sizes;

@compute @workgroup_size(16)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let row = id.x + id.y * groups.x * 16;
  if (row >= sizes.R) { return; }
  let vec4_count = sizes.N / 4;
  let start = row * vec4_count;
  let end = start + vec4_count;

  var largest = x[start];
  for (var i = start + 1; i < end; i++) { largest = max(largest, x[i]); }
  let highest = max(max(largest.x, largest.y), max(largest.z, largest.w));

  var sums = vec4f();
  for (var i = start; i < end; i++) {
    let e = exp(x[i] - highest);
    p[i] = e;
    sums += e;
  }
  let share = 1.0 / dot(sums, vec4f(1.0));
  for (var i = start; i < end; i++) { p[i] *= share; }
}
