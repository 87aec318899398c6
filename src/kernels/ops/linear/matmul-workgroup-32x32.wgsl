// c = a b (+ bias), each workgroup computing 32 x 32 entries from tiles it shares, each thread 4 x 4 of them.

override rows: u32; // rows of a and c
override columns: u32; // columns of b and c
override inner: u32; // columns of a, rows of b
override a_row: u32; // words from one row of a to the next; strides make it serve NN, NT and TN products
override a_column: u32;
override b_row: u32;
override b_column: u32;
override has_bias: bool = false;
override accumulate_c: bool = false; // add to c instead of assigning it

@group(0) @binding(0) var<storage, read> a: array<f32>; // (rows, inner)
@group(0) @binding(1) var<storage, read> b: array<f32>; // (inner, columns)
@group(0) @binding(2) var<storage, read> bias: array<f32>; // (columns), where has_bias
@group(0) @binding(3) var<storage, read_write> c: array<f32>; // (rows, columns)

// Where four rows of a start, and four columns of b. Past the edge the last is read again; what comes of it is not stored.
fn rows_from(row: u32) -> vec4u { return min(row + vec4u(0, 1, 2, 3), vec4u(rows - 1)) * a_row; }
fn columns_from(column: u32) -> vec4u { return min(column + vec4u(0, 1, 2, 3), vec4u(columns - 1)) * b_column; }

// The k-th entries of four rows of a, and of four columns of b; zeros where the sum is over.
fn a_at(starts: vec4u, k: u32) -> vec4f {
  if (k >= inner) { return vec4f(); }
  let at = starts + k * a_column;
  return vec4f(a[at.x], a[at.y], a[at.z], a[at.w]);
}
fn b_at(starts: vec4u, k: u32) -> vec4f {
  if (k >= inner) { return vec4f(); }
  let at = starts + k * b_row;
  return vec4f(b[at.x], b[at.y], b[at.z], b[at.w]);
}

// Every row with every column: four rows of c, as the vectors of a matrix.
fn outer(x: vec4f, y: vec4f) -> mat4x4f { return mat4x4f(x.x * y, x.y * y, x.z * y, x.w * y); }

fn store(row: u32, column: u32, block: mat4x4f) {
  for (var i = 0u; i < 4 && row + i < rows; i++) {
    for (var j = 0u; j < 4 && column + j < columns; j++) {
      let at = (row + i) * columns + column + j;
      var sum = block[i][j];
      if (has_bias) { sum += bias[column + j]; }
      if (accumulate_c) { sum += c[at]; }
      c[at] = sum;
    }
  }
}

const DEPTH = 16u; // terms of the sum loaded at a time

// For each term: the tile's 32 rows of a, and its 32 columns of b, in fours.
var<workgroup> a_tile: array<array<vec4f, 8>, DEPTH>;
var<workgroup> b_tile: array<array<vec4f, 8>, DEPTH>;

@compute @workgroup_size(8, 8)
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(local_invocation_id) me: vec3u,
  @builtin(local_invocation_index) index: u32,
) {
  let first_row = group.y * 32;
  let first_column = group.x * 32;
  var sums: mat4x4f;
  for (var first = 0u; first < inner; first += DEPTH) {
    workgroupBarrier(); // nobody reads the last tiles any more
    for (var i = index; i < DEPTH * 8; i += 64) {
      // Neighbouring threads read neighbouring words: along the sum where that is how the operand lies.
      let a_term = select(i / 8, i % DEPTH, a_column == 1);
      let a_four = select(i % 8, i / DEPTH, a_column == 1);
      let b_term = select(i / 8, i % DEPTH, b_row == 1);
      let b_four = select(i % 8, i / DEPTH, b_row == 1);
      a_tile[a_term][a_four] = a_at(rows_from(first_row + 4 * a_four), first + a_term);
      b_tile[b_term][b_four] = b_at(columns_from(first_column + 4 * b_four), first + b_term);
    }
    workgroupBarrier(); // everybody's part is there
    for (var k = 0u; k < DEPTH; k++) { sums += outer(a_tile[k][me.y], b_tile[k][me.x]); }
  }
  store(first_row + 4 * me.y, first_column + 4 * me.x, sums);
}
