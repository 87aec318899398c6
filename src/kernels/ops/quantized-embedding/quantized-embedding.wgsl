// y[r] = row ids[r] - first of a quantised table if it holds that row, else before[r]; four numbers per thread.

override R: u32; // positions
override V: u32; // rows of the table or of the shard
override C: u32; // width
override quads: u32; // of a row
override first: i32; // first row of the shard in the whole table
override has_before: bool; // else the op uses zeros

@group(0) @binding(2) var<storage, read> ids: array<i32>; // (R) ids of the whole table
@group(0) @binding(3) var<storage, read> before: array<f32>; // (R, C) result of the previous shards
@group(0) @binding(4) var<storage, read_write> y: array<f32>; // (R, C)

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = id.x + id.y * groups.x * 64;
  if (i >= R * quads) { return; }
  let r = i / quads;
  let q = i % quads;
  let row = ids[r] - first;
  let is_in_shard = row >= 0 && row < i32(V);
  var numbers: vec4f;
  if (is_in_shard) { numbers = quad(u32(row), q) * quad_scale(u32(row), q); }
  for (var j = 0u; j < 4 && 4 * q + j < C; j++) {
    let at = r * C + 4 * q + j;
    if (is_in_shard || !has_before) { y[at] = numbers[j]; } else { y[at] = before[at]; }
  }
}
