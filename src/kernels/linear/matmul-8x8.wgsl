// c = a b (+ bias), each thread computing a tile of 8 x 8 in registers. Strides make it serve NN, NT and TN products.

override rows: u32; // rows of a and c
override columns: u32; // columns of b and c
override inner: u32; // columns of a, rows of b
override a_row: u32; // words from one row of a to the next
override a_column: u32;
override b_row: u32;
override b_column: u32;
override has_bias: bool = false;
override accumulate_c: bool = false; // add to c instead of assigning it

@group(0) @binding(0) var<storage, read> a: array<f32>; // (rows, inner)
@group(0) @binding(1) var<storage, read> b: array<f32>; // (inner, columns)
@group(0) @binding(2) var<storage, read> bias: array<f32>; // (columns), where has_bias
@group(0) @binding(3) var<storage, read_write> c: array<f32>; // (rows, columns)

const TILE = 8u;

fn store(row: u32, column: u32, sums: vec4f) {
  if (row >= rows) { return; }
  for (var i = 0u; i < 4; i++) {
    if (column + i >= columns) { return; }
    let at = row * columns + column + i;
    var sum = sums[i];
    if (has_bias) { sum += bias[column + i]; }
    if (accumulate_c) { sum += c[at]; }
    c[at] = sum;
  }
}

@compute @workgroup_size(8, 8)
fn main(@builtin(global_invocation_id) id: vec3u) {
  let row = id.y * TILE;
  let column = id.x * TILE;
  if (row >= rows || column >= columns) { return; }

  // Past the edge the last row or column is read again; what comes of it is not stored.
  var a_at: array<u32, 8>;
  var b_at: array<u32, 8>;
  for (var i = 0u; i < TILE; i++) {
    a_at[i] = min(row + i, rows - 1) * a_row;
    b_at[i] = min(column + i, columns - 1) * b_column;
  }

  var left: array<vec4f, 8>; // columns 0 to 3 of the tile
  var right: array<vec4f, 8>; // columns 4 to 7
  for (var k = 0u; k < inner; k++) {
    let at = k * b_row;
    let b_left = vec4f(b[at + b_at[0]], b[at + b_at[1]], b[at + b_at[2]], b[at + b_at[3]]);
    let b_right = vec4f(b[at + b_at[4]], b[at + b_at[5]], b[at + b_at[6]], b[at + b_at[7]]);
    for (var i = 0u; i < TILE; i++) {
      let a_value = vec4f(a[a_at[i] + k * a_column]);
      left[i] = fma(a_value, b_left, left[i]);
      right[i] = fma(a_value, b_right, right[i]);
    }
  }
  for (var i = 0u; i < TILE; i++) {
    store(row + i, column, left[i]);
    store(row + i, column + 4, right[i]);
  }
}
