// Wrong on purpose: omits the last one to three terms of a sum whose length is not a multiple of four.

override rows: u32;
override columns: u32;
override inner: u32;
override a_row: u32;
override a_column: u32;
override b_row: u32;
override b_column: u32;
override has_bias: bool = false;

@group(0) @binding(0) var<storage, read> a: array<f32>; // (rows, inner)
@group(0) @binding(1) var<storage, read> b: array<f32>; // (inner, columns)
@group(0) @binding(2) var<storage, read> bias: array<f32>; // (columns)
@group(0) @binding(3) var<storage, read_write> c: array<f32>; // (rows, columns)

@compute @workgroup_size(8, 8)
fn main(@builtin(global_invocation_id) id: vec3u) {
  if (id.y >= rows || id.x >= columns) { return; }
  var sum = 0.0;
  for (var k = 0u; k < inner / 4 * 4; k++) {
    sum += a[id.y * a_row + k * a_column] * b[k * b_row + id.x * b_column];
  }
  if (has_bias) { sum += bias[id.x]; }
  c[id.y * columns + id.x] = sum;
}
