// c[t] = scale * sum over s of w[t, s] x[s] per head, or with transposed weights c[s] = scale * sum over t of w[t, s] x[t].
// Each thread computes 8 x 8 entries as blocks of 4 x 4 in registers.

override B: u32; // batch size
override H: u32; // heads
override T: u32; // sequence length
override D: u32; // head size
override scale: f32;
override causal: bool; // w[t, s] counts as 0 where s > t
override transposed: bool;
override accumulate_c: bool = false; // compute c += instead of c =

@group(0) @binding(0) var<storage, read> w: array<f32>; // (B, H, T, T)
@group(0) @binding(1) var<storage, read> x: array<f32>; // (B, T, H, D)
@group(0) @binding(2) var<storage, read_write> c: array<f32>; // (B, T, H, D)

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
  let at = start + j * H * D + min(column + vec4u(0, 1, 2, 3), vec4u(D - 1));
  return vec4f(x[at.x], x[at.y], x[at.z], x[at.w]);
}

// Outer product; the vectors of the matrix are rows of c.
fn outer(x: vec4f, y: vec4f) -> mat4x4f { return mat4x4f(x.x * y, x.y * y, x.z * y, x.w * y); }

fn store(start: u32, row: u32, column: u32, block: mat4x4f) {
  for (var i = 0u; i < 4 && row + i < T; i++) {
    for (var j = 0u; j < 4 && column + j < D; j++) {
      let at = start + (row + i) * H * D + column + j;
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
  if (tile >= B * H * tile_rows * tile_columns) { return; }
  let head = tile / (tile_rows * tile_columns); // 0 to B * H - 1
  let row = tile / tile_columns % tile_rows * 8;
  let column = tile % tile_columns * 8;
  let start = (head / H * T * H + head % H) * D; // offset of the head in x and c

  // Causal sums of row r run over 0 to r, transposed ones over r to T - 1.
  let first = select(0, row, causal && transposed);
  let end = select(T, min(row + 8, T), causal && !transposed);
  var top_left: mat4x4f;
  var top_right: mat4x4f;
  var bottom_left: mat4x4f;
  var bottom_right: mat4x4f;
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
  store(start, row, column, top_left);
  store(start, row, column + 4, top_right);
  store(start, row + 4, column, bottom_left);
  store(start, row + 4, column + 4, bottom_right);
}
