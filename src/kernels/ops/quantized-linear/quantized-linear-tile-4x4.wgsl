// y = x W (+ bias), W quantised. Each thread computes 4 x 4 entries: a quad of codes is unpacked once for four rows.

override R: u32;
override K: u32;
override N: u32;
override quads: u32; // of a row of codes that hold numbers
override has_bias: bool;

@group(0) @binding(2) var<storage, read> x: array<f32>; // (R, K)
@group(0) @binding(3) var<storage, read> bias: array<f32>; // (N)
@group(0) @binding(4) var<storage, read_write> y: array<f32>; // (R, N)

// Past the end of a row codes are 0: any element does.
fn x_at(row: u32, q: u32) -> vec4f {
  let at = min(row, R - 1) * K + min(4 * q + vec4u(0, 1, 2, 3), vec4u(K - 1));
  return vec4f(x[at.x], x[at.y], x[at.z], x[at.w]);
}

@compute @workgroup_size(8, 8)
fn main(@builtin(global_invocation_id) id: vec3u) {
  let row = id.y * 4;
  let column = id.x * 4;
  if (row >= R || column >= N) { return; }
  let columns = min(column + vec4u(0, 1, 2, 3), vec4u(N - 1));
  var sums: mat4x4f; // its vectors are rows of y
  for (var q = 0u; q < quads; q++) {
    // Rows of codes as columns of the matrix: x W is vector times matrix.
    let w = mat4x4f(
      quad(columns.x, q) * quad_scale(columns.x, q),
      quad(columns.y, q) * quad_scale(columns.y, q),
      quad(columns.z, q) * quad_scale(columns.z, q),
      quad(columns.w, q) * quad_scale(columns.w, q),
    );
    sums += mat4x4f(x_at(row, q) * w, x_at(row + 1, q) * w, x_at(row + 2, q) * w, x_at(row + 3, q) * w);
  }
  for (var i = 0u; i < 4 && row + i < R; i++) {
    for (var j = 0u; j < 4 && column + j < N; j++) {
      var sum = sums[i][j];
      if (has_bias) { sum += bias[column + j]; }
      y[(row + i) * N + column + j] = sum;
    }
  }
}
