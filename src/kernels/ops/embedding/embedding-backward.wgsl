// d_table[v] = sum of d_y over the positions that used row v; one element of the table a thread. Walking the positions
// from the row's side needs no atomic adds, and adds in the same order every time.

override V: u32; // rows of the table
override C: u32; // width
override accumulate_d_table: bool; // add to d_table, which a tied unembedding has written already

@group(0) @binding(0) var<storage, read> row_starts: array<i32>; // (V + 1) where each row's list of positions starts
@group(0) @binding(1) var<storage, read> row_positions: array<i32>; // (R) the lists, one after the other
@group(0) @binding(2) var<storage, read> d_y: array<f32>; // (R, C) gradient of the chosen rows
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
