// y[r] = table[ids[r]] + position_table[positions[r mod P]], one element per thread.

override R: u32; // rows: batch and time
override P: u32; // positions, a divisor of R
override C: u32; // width

@group(0) @binding(0) var<storage, read> ids: array<i32>; // (R) rows of the table; not checked here
@group(0) @binding(1) var<storage, read> table: array<f32>; // (V, C)
@group(0) @binding(2) var<storage, read> positions: array<i32>; // (P) rows of the table of positions
@group(0) @binding(3) var<storage, read> position_table: array<f32>; // (S, C)
@group(0) @binding(4) var<storage, read_write> y: array<f32>; // (R, C)

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = id.x + id.y * groups.x * 64;
  if (i >= R * C) { return; }
  let row = i / C;
  y[i] = table[u32(ids[row]) * C + i % C] + position_table[u32(positions[row % P]) * C + i % C];
}
