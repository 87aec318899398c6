// d_table[v] = sum of d_y over the rows with id v, and d_position_table[s] = sum over the rows at position s; one element per thread.
// Iterating over the rows of each id needs no atomic adds and has a fixed order.

override R: u32; // rows: batch and time
override P: u32; // positions, a divisor of R
override V: u32; // rows of the table
override S: u32; // rows of the table of positions
override C: u32; // width
override accumulate_d_table: bool; // add to d_table, which a tied unembedding has written
override accumulate_d_position_table: bool;

@group(0) @binding(0) var<storage, read> row_starts: array<i32>; // (V + 1) CSR index: start of each id's rows
@group(0) @binding(1) var<storage, read> row_positions: array<i32>; // (R) rows by id
@group(0) @binding(2) var<storage, read> position_row_starts: array<i32>; // (S + 1), and for the positions
@group(0) @binding(3) var<storage, read> position_row_positions: array<i32>; // (P)
@group(0) @binding(4) var<storage, read> d_y: array<f32>; // (R, C) gradient of y
@group(0) @binding(5) var<storage, read_write> d_table: array<f32>; // (V, C)
@group(0) @binding(6) var<storage, read_write> d_position_table: array<f32>; // (S, C)

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let at = id.x + id.y * groups.x * 64;
  let column = at % C;
  let v = at / C;
  var d = 0.0;
  if (v < V) {
    for (var i = row_starts[v]; i < row_starts[v + 1]; i++) { d += d_y[u32(row_positions[i]) * C + column]; }
    d_table[at] = select(d, d_table[at] + d, accumulate_d_table);
    return;
  }
  let s = v - V;
  if (s >= S) { return; }
  for (var i = position_row_starts[s]; i < position_row_starts[s + 1]; i++) {
    for (var row = u32(position_row_positions[i]); row < R; row += P) { d += d_y[row * C + column]; }
  }
  let position_at = s * C + column;
  d_position_table[position_at] = select(d, d_position_table[position_at] + d, accumulate_d_position_table);
}
