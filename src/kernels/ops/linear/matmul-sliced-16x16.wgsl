// c = a b (+ bias) for small c and long sums: sliced-K, each thread of a workgroup sums a slice of the terms (as in CUTLASS).

override rows: u32; // rows of a and c
override columns: u32; // columns of b and c
override inner: u32; // columns of a, rows of b
override a_row: u32; // strides in words; they select the NN, NT or TN product
override a_column: u32;
override b_row: u32;
override b_column: u32;
override has_bias: bool = false;
override accumulate_c: bool = false; // compute c += instead of c =

@group(0) @binding(0) var<storage, read> a: array<f32>; // (rows, inner)
@group(0) @binding(1) var<storage, read> b: array<f32>; // (inner, columns)
@group(0) @binding(2) var<storage, read> bias: array<f32>; // (columns), where has_bias
@group(0) @binding(3) var<storage, read_write> c: array<f32>; // (rows, columns)
@group(0) @binding(4) var<storage, read> members: array<vec4u>; // of a batch, by workgroup z: words before a, b and c

alias Value = f32;
var<private> origin: vec4u; // the member of this workgroup

// How a result is stored; an epilogue replaces this line.
fn put(at: u32, value: Value) { c[at] = value; }

// Offsets of four rows of a, and of four columns of b. Indices are clamped; results past the edge are not stored.
fn rows_from(row: u32) -> vec4u { return origin.x + min(row + vec4u(0, 1, 2, 3), vec4u(rows - 1)) * a_row; }
fn columns_from(column: u32) -> vec4u { return origin.y + min(column + vec4u(0, 1, 2, 3), vec4u(columns - 1)) * b_column; }

fn a_at(at: vec4u) -> vec4f { return vec4f(a[at.x], a[at.y], a[at.z], a[at.w]); }
fn b_at(at: vec4u) -> vec4f { return vec4f(b[at.x], b[at.y], b[at.z], b[at.w]); }

// Outer product; the vectors of the matrix are rows of c.
fn outer(x: vec4f, y: vec4f) -> mat4x4f { return mat4x4f(x.x * y, x.y * y, x.z * y, x.w * y); }

fn store(row: u32, column: u32, block: mat4x4f) {
  for (var i = 0u; i < 4 && row + i < rows; i++) {
    for (var j = 0u; j < 4 && column + j < columns; j++) {
      let at = origin.z + (row + i) * columns + column + j;
      var sum = block[i][j];
      if (has_bias) { sum += bias[column + j]; }
      if (accumulate_c) { sum += c[at]; }
      put(at, sum);
    }
  }
}

const SLICES = 8u;

// Partial sums of the tile's blocks by slice.
var<workgroup> parts: array<array<mat4x4f, 16>, SLICES>;

// A tile of 16 x 16 has 4 x 4 blocks; thread z of a block sums the terms z, z + SLICES, z + 2 SLICES, ...
@compute @workgroup_size(4, 4, SLICES)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(local_invocation_id) local_id: vec3u) {
  origin = members[id.z / SLICES];
  let row = id.y * 4;
  let column = id.x * 4;
  let a_rows = rows_from(row);
  let b_columns = columns_from(column);
  var sums: mat4x4f;
  for (var k = local_id.z; k < inner; k += SLICES) {
    sums += outer(a_at(a_rows + k * a_column), b_at(b_columns + k * b_row));
  }

  let block = local_id.y * 4 + local_id.x;
  parts[local_id.z][block] = sums;
  workgroupBarrier();
  if (local_id.z > 0) { return; }
  for (var slice = 1u; slice < SLICES; slice++) { sums += parts[slice][block]; }
  store(row, column, sums);
}
