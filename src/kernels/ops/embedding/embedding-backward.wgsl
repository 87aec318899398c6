// d_table[v] = sum of d_y over the positions with id v; one element of the table per thread. Iterating over the positions of
// each row needs no atomic adds and has a fixed order.

override V: u32; // rows of the table
override C: u32; // width
override accumulate_d_table: bool; // add to d_table, which a tied unembedding has written

@group(0) @binding(0) var<storage, read> row_starts: array<i32>; // (V + 1) CSR index: start of each row's positions
@group(0) @binding(1) var<storage, read> row_positions: array<i32>; // (R) positions by row
@group(0) @binding(2) var<storage, read> d_y: array<f32>; // (R, C) gradient of y
@group(0) @binding(3) var<storage, read_write> d_table: array<f32>; // (V, C)

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let at = id.x + id.y * groups.x * 64;
  if (at >= V * C) { return; }
  let row = at / C;
  let column = at % C;
  var d = 0.0;
  for (var i = row_starts[row]; i < row_starts[row + 1]; i++) {
    d += d_y[u32(row_positions[i]) * C + column];
  }
  d_table[at] = select(d, d_table[at] + d, accumulate_d_table);
}
