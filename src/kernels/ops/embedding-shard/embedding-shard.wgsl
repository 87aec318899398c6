// y[r] = table[ids[r] - first] if the shard holds that row, else before[r]; one element per thread.

override R: u32; // positions
override V: u32; // rows of the shard
override C: u32; // width
override first: i32; // first row of the shard in the whole table
override has_before: bool; // else the op uses zeros

@group(0) @binding(0) var<storage, read> ids: array<i32>; // (R) ids of the whole table
@group(0) @binding(1) var<storage, read> table: array<f32>; // (V, C)
@group(0) @binding(2) var<storage, read> before: array<f32>; // (R, C) result of the previous shards
@group(0) @binding(3) var<storage, read_write> y: array<f32>; // (R, C)

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = id.x + id.y * groups.x * 64;
  if (i >= R * C) { return; }
  let row = ids[i / C] - first;
  if (row >= 0 && row < i32(V)) {
    y[i] = table[u32(row) * C + i % C];
  } else if (has_before) {
    y[i] = before[i];
  } else {
    y[i] = 0;
  }
}
