// Divides each block of x by its Frobenius norm + 1e-7, one column per thread.

struct Sizes {
  K: u32, // rows of the matrix
  N: u32, // columns of the matrix
  width: u32, // columns of a block
}

@group(0) @binding(0) var<storage, read> column_squares: array<f32>; // (N) sums of squares
@group(0) @binding(1) var<storage, read_write> x0: array<f32>; // (blocks, K, width)
@group(0) @binding(2) var<uniform> sizes: Sizes;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let column = id.x + id.y * groups.x * 64;
  if (column >= sizes.N) { return; }
  let width = sizes.width;
  let first = column / width * width; // of the block
  var squares = 0.0;
  for (var i = first; i < first + width; i++) { squares += column_squares[i]; }
  let norm = sqrt(squares) + 1e-7;
  let start = first * sizes.K + column % width;
  for (var row = 0u; row < sizes.K; row++) { x0[start + row * width] /= norm; }
}
