// c[t, s] = scale * dot(a[t], b[s]) per head of a; H / KV heads share a head of b. Four lanes compute 16 x 32 entries, 16 x 8 each,
// as blocks of 4 x 4 in registers. Each lane loads one of four rows of a and receives the others by quadBroadcast, as in
// linear/matmul-quad-16x64.wgsl. T and D are multiples of 4.
enable subgroups;

override causal: bool; // c is `masked` where s > t
override accumulate_c: bool = false; // compute c += instead of c =

struct Sizes {
  B: u32, // batch size
  H: u32, // heads of a and c
  KV: u32, // heads of b, a divisor of H
  T: u32, // sequence length
  D: u32, // head size
  scale: f32,
  masked: f32,
}

@group(0) @binding(0) var<storage, read> a: array<vec4f>; // (B, T, H, D)
@group(0) @binding(1) var<storage, read> b: array<vec4f>; // (B, T, KV, D)
@group(0) @binding(2) var<storage, read_write> c: array<vec4f>; // (B, H, T, T)
@group(0) @binding(3) var<uniform> sizes: Sizes;

const LANES = vec4u(0, 1, 2, 3);

// Offsets of the vectors of positions t of one of `heads` heads in a or b. Indices are clamped; results past the end are not
// stored.
fn starts(head: u32, heads: u32, t: vec4u) -> vec4u {
  let stride = heads * sizes.D;
  let first = head / heads * sizes.T * stride + head % heads * sizes.D;
  return (first + min(t, vec4u(sizes.T - 1)) * stride) / 4;
}

// Four entries of four positions; each lane loads one position's.
fn a_block(at: u32) -> mat4x4f {
  let own_row = a[at];
  return mat4x4f(quadBroadcast(own_row, 0), quadBroadcast(own_row, 1), quadBroadcast(own_row, 2), quadBroadcast(own_row, 3));
}

fn b_block(at: vec4u) -> mat4x4f {
  return transpose(mat4x4f(b[at.x], b[at.y], b[at.z], b[at.w]));
}

fn store(head: u32, t: u32, s: u32, sums: vec4f) {
  let T = sizes.T;
  if (t >= T || s >= T) { return; }
  let at = ((head * T + t) * T + s) / 4;
  var values = sizes.scale * sums;
  if (causal) { values = select(values, vec4f(sizes.masked), s + LANES > vec4u(t)); }
  if (accumulate_c) { values += c[at]; }
  c[at] = values;
}

@compute @workgroup_size(4)
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_id) local_id: vec3u,
) {
  let tile_rows = (sizes.T + 15) / 16; // rows of tiles
  let tile_columns = (sizes.T + 31) / 32; // columns of tiles
  let tile = group.x + group.y * groups.x;
  let head = tile / (tile_rows * tile_columns); // 0 to B * H - 1
  if (head >= sizes.B * sizes.H) { return; }
  let t = tile / tile_columns % tile_rows * 16;
  let first_s = tile % tile_columns * 32;
  let s = first_s + local_id.x * 8;

  let b_head = head / (sizes.H / sizes.KV); // 0 to B * KV - 1
  let rows = starts(head, sizes.H, t + 4 * LANES + local_id.x);
  let left = starts(b_head, sizes.KV, s + LANES);
  let right = starts(b_head, sizes.KV, s + 4 + LANES);
  // Columns 0-3 and 4-7 of rows 0-3, 4-7, 8-11 and 12-15.
  var left_0: mat4x4f; var right_0: mat4x4f;
  var left_1: mat4x4f; var right_1: mat4x4f;
  var left_2: mat4x4f; var right_2: mat4x4f;
  var left_3: mat4x4f; var right_3: mat4x4f;
  let width = select(sizes.D / 4, 0, causal && first_s > t + 15); // a masked tile needs no sums
  for (var d = 0u; d < width; d++) {
    let y_left = b_block(left + d);
    let y_right = b_block(right + d);
    let x_0 = a_block(rows.x + d);
    left_0 += y_left * x_0; right_0 += y_right * x_0;
    let x_1 = a_block(rows.y + d);
    left_1 += y_left * x_1; right_1 += y_right * x_1;
    let x_2 = a_block(rows.z + d);
    left_2 += y_left * x_2; right_2 += y_right * x_2;
    let x_3 = a_block(rows.w + d);
    left_3 += y_left * x_3; right_3 += y_right * x_3;
  }
  // A loop compiles faster than unrolled code.
  let blocks = array(left_0, right_0, left_1, right_1, left_2, right_2, left_3, right_3);
  for (var i = 0u; i < 32; i++) { store(head, t + i / 2, s + i % 2 * 4, blocks[i / 8 * 2 + i % 2][i / 2 % 4]); }
}
