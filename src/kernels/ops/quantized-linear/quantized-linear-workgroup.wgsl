// y = x W (+ bias), W quantised, for few rows: a workgroup reads one row of codes, neighbouring words by neighbouring threads.

override R: u32;
override K: u32;
override N: u32;
override quads: u32; // of a row of codes that hold numbers
override has_bias: bool;

@group(0) @binding(2) var<storage, read> x: array<f32>; // (R, K)
@group(0) @binding(3) var<storage, read> bias: array<f32>; // (N)
@group(0) @binding(4) var<storage, read_write> y: array<f32>; // (R, N)

const THREADS = 64u;

var<workgroup> parts: array<vec4f, THREADS>;

// Past the end of a row codes are 0: any element does.
fn x_at(row: u32, q: u32) -> vec4f {
  let at = min(row, R - 1) * K + min(4 * q + vec4u(0, 1, 2, 3), vec4u(K - 1));
  return vec4f(x[at.x], x[at.y], x[at.z], x[at.w]);
}

// Four rows of x for one column; z counts the fours.
@compute @workgroup_size(THREADS)
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) thread: u32,
) {
  let column = group.x + group.y * groups.x;
  let row = 4 * group.z;
  var sums: vec4f;
  // The condition is uniform: all threads reach the barriers.
  if (column < N) {
    for (var q = thread; q < quads; q += THREADS) {
      let w = quad(column, q) * quad_scale(column, q);
      sums += vec4f(dot(x_at(row, q), w), dot(x_at(row + 1, q), w), dot(x_at(row + 2, q), w), dot(x_at(row + 3, q), w));
    }
  }
  parts[thread] = sums;
  for (var half = THREADS / 2; half > 0; half /= 2) {
    workgroupBarrier();
    if (thread < half) { parts[thread] += parts[thread + half]; }
  }
  if (thread > 0 || column >= N) { return; }
  for (var i = 0u; i < 4 && row + i < R; i++) {
    var sum = parts[0][i];
    if (has_bias) { sum += bias[column]; }
    y[(row + i) * N + column] = sum;
  }
}
