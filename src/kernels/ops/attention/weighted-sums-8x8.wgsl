// c[t] = scale * sum over s of w[t, s] x[s] per head, where H / KV heads share a head of x; or with transposed weights
// c[s] = scale * sum over t of w[t, s] x[t], where H / KV heads add to a head of c. Each thread computes 8 x 8 entries as blocks
// of 4 x 4 in registers.

override B: u32; // batch size
override H: u32; // heads of w, and of c, or of x if transposed
override KV: u32; // heads of x, or of c if transposed; a divisor of H
override T: u32; // sequence length
override D: u32; // head size
override scale: f32;
override causal: bool; // w[t, s] counts as 0 where s > t
override transposed: bool;
override accumulate_c: bool = false; // compute c += instead of c =

@group(0) @binding(0) var<storage, read> w: array<f32>; // (B, H, T, T)
@group(0) @binding(1) var<storage, read> x: array<f32>; // (B, T, heads, D)
@group(0) @binding(2) var<storage, read_write> c: array<f32>; // (B, T, heads, D)

// Offset of one of `heads` heads in x or c.
fn head_start(head: u32, heads: u32) -> u32 { return (head / heads * T * heads + head % heads) * D; }

// Row and column indices are clamped; results past the end are not stored.

// The weights of term j in four rows.
fn w_at(head: u32, row: u32, j: u32) -> vec4f {
  let rows = row + vec4u(0, 1, 2, 3);
  let clamped = min(rows, vec4u(T - 1));
  let at = head * T * T + select(clamped * T + j, j * T + clamped, transposed);
  let weights = vec4f(w[at.x], w[at.y], w[at.z], w[at.w]);
  if (!causal) { return weights; }
  let is_unmasked = select(vec4u(j) <= rows, vec4u(j) >= rows, transposed);
  return select(vec4f(), weights, is_unmasked);
}

// Four columns of term j.
fn x_at(start: u32, column: u32, j: u32) -> vec4f {
  let heads = select(KV, H, transposed);
  let at = start + j * heads * D + min(column + vec4u(0, 1, 2, 3), vec4u(D - 1));
  return vec4f(x[at.x], x[at.y], x[at.z], x[at.w]);
}

// Outer product; the vectors of the matrix are rows of c.
fn outer(x: vec4f, y: vec4f) -> mat4x4f { return mat4x4f(x.x * y, x.y * y, x.z * y, x.w * y); }

fn store(start: u32, row: u32, column: u32, block: mat4x4f) {
  let heads = select(H, KV, transposed);
  for (var i = 0u; i < 4 && row + i < T; i++) {
    for (var j = 0u; j < 4 && column + j < D; j++) {
      let at = start + (row + i) * heads * D + column + j;
      let value = scale * block[i][j];
      c[at] = select(value, c[at] + value, accumulate_c);
    }
  }
}

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let tile_rows = (T + 7) / 8; // rows of tiles
  let tile_columns = (D + 7) / 8; // columns of tiles
  let tile = id.x + id.y * groups.x * 64;
  let group = H / KV; // heads that share a head
  let heads = select(H, KV, transposed); // of c
  if (tile >= B * heads * tile_rows * tile_columns) { return; }
  let c_head = tile / (tile_rows * tile_columns); // 0 to B * heads - 1
  let row = tile / tile_columns % tile_rows * 8;
  let column = tile % tile_columns * 8;

  // Causal sums of row r run over 0 to r, transposed ones over r to T - 1.
  let first = select(0, row, causal && transposed);
  let end = select(T, min(row + 8, T), causal && !transposed);
  var top_left: mat4x4f;
  var top_right: mat4x4f;
  var bottom_left: mat4x4f;
  var bottom_right: mat4x4f;
  let members = select(1, group, transposed);
  for (var member = 0u; member < members; member++) {
    let head = select(c_head, c_head * group + member, transposed); // of w
    let x_head = select(head / group, head, transposed);
    let start = head_start(x_head, select(KV, H, transposed));
    for (var j = first; j < end; j++) {
      let w_top = w_at(head, row, j);
      let w_bottom = w_at(head, row + 4, j);
      let x_left = x_at(start, column, j);
      let x_right = x_at(start, column + 4, j);
      top_left += outer(w_top, x_left);
      top_right += outer(w_top, x_right);
      bottom_left += outer(w_bottom, x_left);
      bottom_right += outer(w_bottom, x_right);
    }
  }
  let c_start = head_start(c_head, heads);
  store(c_start, row, column, top_left);
  store(c_start, row, column + 4, top_right);
  store(c_start, row + 4, column, bottom_left);
  store(c_start, row + 4, column + 4, bottom_right);
}
