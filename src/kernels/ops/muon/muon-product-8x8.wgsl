// c = alpha a b + beta d for each block. Each thread computes 8 x 8 entries as blocks of 4 x 4 in registers.

struct Sizes {
  rows: u32, // of a and c
  columns: u32, // of b and c
  inner: u32, // columns of a, rows of b
  a_row: u32, // strides in words; they transpose operands and result
  a_column: u32,
  b_row: u32,
  b_column: u32,
  c_row: u32, // also of d
  c_column: u32,
  a_block: u32, // words from one block to the next
  b_block: u32,
  c_block: u32,
  alpha: f32,
  beta: f32, // 0: d is not read
}

@group(0) @binding(0) var<storage, read> a: array<f32>; // (blocks, rows, inner)
@group(0) @binding(1) var<storage, read> b: array<f32>; // (blocks, inner, columns)
@group(0) @binding(2) var<storage, read> d: array<f32>; // (blocks, rows, columns)
@group(0) @binding(3) var<storage, read_write> c: array<f32>; // (blocks, rows, columns)
@group(0) @binding(4) var<uniform> sizes: Sizes;

fn a_at(at: vec4u) -> vec4f { return vec4f(a[at.x], a[at.y], a[at.z], a[at.w]); }
fn b_at(at: vec4u) -> vec4f { return vec4f(b[at.x], b[at.y], b[at.z], b[at.w]); }

// Offsets of four rows of a, and of four columns of b. Indices are clamped; results past the edge are not stored.
fn rows_from(start: u32, row: u32) -> vec4u {
  return start + min(row + vec4u(0, 1, 2, 3), vec4u(sizes.rows - 1)) * sizes.a_row;
}
fn columns_from(start: u32, column: u32) -> vec4u {
  return start + min(column + vec4u(0, 1, 2, 3), vec4u(sizes.columns - 1)) * sizes.b_column;
}

// Outer product; the vectors of the matrix are rows of c.
fn outer(x: vec4f, y: vec4f) -> mat4x4f { return mat4x4f(x.x * y, x.y * y, x.z * y, x.w * y); }

fn store(start: u32, row: u32, column: u32, sums: mat4x4f) {
  for (var i = 0u; i < 4 && row + i < sizes.rows; i++) {
    for (var j = 0u; j < 4 && column + j < sizes.columns; j++) {
      let at = start + (row + i) * sizes.c_row + (column + j) * sizes.c_column;
      var value = sizes.alpha * sums[i][j];
      if (sizes.beta != 0.0) { value += sizes.beta * d[at]; }
      c[at] = value;
    }
  }
}

@compute @workgroup_size(4, 8)
fn main(@builtin(global_invocation_id) id: vec3u) {
  let row = id.y * 8;
  let column = id.x * 8;
  if (row >= sizes.rows || column >= sizes.columns) { return; }

  let top = rows_from(id.z * sizes.a_block, row);
  let bottom = rows_from(id.z * sizes.a_block, row + 4);
  let left = columns_from(id.z * sizes.b_block, column);
  let right = columns_from(id.z * sizes.b_block, column + 4);
  var top_left: mat4x4f;
  var top_right: mat4x4f;
  var bottom_left: mat4x4f;
  var bottom_right: mat4x4f;
  let inner = sizes.inner;
  for (var k = 0u; k < inner; k++) {
    let x_top = a_at(top + k * sizes.a_column);
    let x_bottom = a_at(bottom + k * sizes.a_column);
    let y_left = b_at(left + k * sizes.b_row);
    let y_right = b_at(right + k * sizes.b_row);
    top_left += outer(x_top, y_left);
    top_right += outer(x_top, y_right);
    bottom_left += outer(x_bottom, y_left);
    bottom_right += outer(x_bottom, y_right);
  }
  let start = id.z * sizes.c_block;
  store(start, row, column, top_left);
  store(start, row, column + 4, top_right);
  store(start, row + 4, column, bottom_left);
  store(start, row + 4, column + 4, bottom_right);
}
