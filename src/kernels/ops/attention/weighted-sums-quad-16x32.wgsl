// c[t] = scale * sum over s of w[t, s] x[s] per head, where H / KV heads share a head of x; or with transposed weights
// c[s] = scale * sum over t of w[t, s] x[t], where H / KV heads add to a head of c. Four lanes compute 16 x 32 entries, 16 x 8
// each, as blocks of 4 x 4 in registers. Each lane loads one of four vectors of w and receives the others by quadBroadcast, as in
// linear/matmul-quad-16x64.wgsl. T and D are multiples of 4.
enable subgroups;

override causal: bool; // w[t, s] counts as 0 where s > t
override transposed: bool;
override accumulate_c: bool = false; // compute c += instead of c =

struct Sizes {
  B: u32, // batch size
  H: u32, // heads of w, and of c, or of x if transposed
  KV: u32, // heads of x, or of c if transposed; a divisor of H
  T: u32, // sequence length
  D: u32, // head size
  scale: f32,
}

@group(0) @binding(0) var<storage, read> w: array<vec4f>; // (B, H, T, T)
@group(0) @binding(1) var<storage, read> x: array<vec4f>; // (B, T, heads, D)
@group(0) @binding(2) var<storage, read_write> c: array<vec4f>; // (B, T, heads, D)
@group(0) @binding(3) var<uniform> sizes: Sizes;

const LANES = vec4u(0, 1, 2, 3);

// Offset of one of `heads` heads in x or c.
fn head_start(head: u32, heads: u32) -> u32 {
  return head / heads * sizes.T * heads * sizes.D + head % heads * sizes.D;
}

// The weights of terms j to j + 3 in four rows; each lane loads one vector. Indices are clamped; results past the end are not
// stored.
fn w_block(head: u32, row: u32, j: u32, lane: u32) -> mat4x4f {
  let T = sizes.T;
  let t = select(min(row + lane, T - 1), j + lane, transposed);
  let s = select(j, min(row, T - 4), transposed);
  var own_row = w[((head * T + t) * T + s) / 4];
  if (causal) { own_row = select(own_row, vec4f(), s + LANES > vec4u(t)); }
  let all = mat4x4f(quadBroadcast(own_row, 0), quadBroadcast(own_row, 1), quadBroadcast(own_row, 2), quadBroadcast(own_row, 3));
  if (transposed) { return transpose(all); }
  return all;
}

// Four columns of terms j to j + 3; `at` is the offset of term j.
fn x_block(at: u32, stride: u32) -> mat4x4f {
  return mat4x4f(x[at], x[at + stride], x[at + 2 * stride], x[at + 3 * stride]);
}

fn store(start: u32, row: u32, column: u32, sums: vec4f) {
  if (row >= sizes.T || column >= sizes.D) { return; }
  let at = (start + column + row * select(sizes.H, sizes.KV, transposed) * sizes.D) / 4;
  var values = sizes.scale * sums;
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
  let tile_columns = (sizes.D + 31) / 32; // columns of tiles
  let tile = group.x + group.y * groups.x;
  let group_size = sizes.H / sizes.KV; // heads that share a head
  let heads = select(sizes.H, sizes.KV, transposed); // of c
  let c_head = tile / (tile_rows * tile_columns); // 0 to B * heads - 1
  if (c_head >= sizes.B * heads) { return; }
  let row = tile / tile_columns % tile_rows * 16;
  let column = tile % tile_columns * 32 + local_id.x * 8;

  // Causal sums of row r run over 0 to r, transposed ones over r to T - 1.
  let first = select(0, row, causal && transposed);
  let end = select(sizes.T, min(row + 16, sizes.T), causal && !transposed);
  let x_heads = select(sizes.KV, sizes.H, transposed);
  let stride = x_heads * sizes.D / 4;
  // Columns 0-3 and 4-7 of rows 0-3, 4-7, 8-11 and 12-15.
  var left_0: mat4x4f; var right_0: mat4x4f;
  var left_1: mat4x4f; var right_1: mat4x4f;
  var left_2: mat4x4f; var right_2: mat4x4f;
  var left_3: mat4x4f; var right_3: mat4x4f;
  let members = select(1, group_size, transposed);
  for (var member = 0u; member < members; member++) {
    let head = select(c_head, c_head * group_size + member, transposed); // of w
    let start = head_start(select(head / group_size, head, transposed), x_heads);
    for (var j = first; j < end; j += 4) {
      let at = (start + min(column, sizes.D - 4)) / 4 + j * stride;
      let y_left = x_block(at, stride);
      let y_right = x_block(at + 1, stride);
      let x_0 = w_block(head, row, j, local_id.x);
      left_0 += y_left * x_0; right_0 += y_right * x_0;
      let x_1 = w_block(head, row + 4, j, local_id.x);
      left_1 += y_left * x_1; right_1 += y_right * x_1;
      let x_2 = w_block(head, row + 8, j, local_id.x);
      left_2 += y_left * x_2; right_2 += y_right * x_2;
      let x_3 = w_block(head, row + 12, j, local_id.x);
      left_3 += y_left * x_3; right_3 += y_right * x_3;
    }
  }
  let c_start = head_start(c_head, heads);
  // A loop compiles faster than unrolled code.
  let blocks = array(left_0, right_0, left_1, right_1, left_2, right_2, left_3, right_3);
  for (var i = 0u; i < 32; i++) {
    store(c_start, row + i / 2, column + i % 2 * 4, blocks[i / 8 * 2 + i % 2][i / 2 % 4]);
  }
}
