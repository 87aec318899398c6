// d_x = d_y Wᵀ, W quantised. Each thread computes four rows of one quad of columns: a quad of codes is unpacked once for them.

override R: u32;
override K: u32;
override N: u32;
override quads: u32; // of a row of codes that hold numbers
override accumulate_d_x: bool; // add to d_x, which another consumer of x has written

@group(0) @binding(2) var<storage, read> d_y: array<f32>; // (R, N)
@group(0) @binding(3) var<storage, read_write> d_x: array<f32>; // (R, K)

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u) {
  let q = id.x;
  let row = 4 * id.y;
  if (q >= quads) { return; }
  let rows = min(row + vec4u(0, 1, 2, 3), vec4u(R - 1)) * N;
  var sums: mat4x4f; // its vectors are rows of d_x
  for (var n = 0u; n < N; n++) {
    let w = quad(n, q) * quad_scale(n, q);
    sums += mat4x4f(d_y[rows.x + n] * w, d_y[rows.y + n] * w, d_y[rows.z + n] * w, d_y[rows.w + n] * w);
  }
  for (var i = 0u; i < 4 && row + i < R; i++) {
    for (var j = 0u; j < 4 && 4 * q + j < K; j++) {
      let at = (row + i) * K + 4 * q + j;
      d_x[at] = select(sums[i][j], d_x[at] + sums[i][j], accumulate_d_x);
    }
  }
}
