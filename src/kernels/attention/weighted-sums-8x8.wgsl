// c[t] = scale * sum over s of w[t, s] x[s] within each head, each thread computing 8 rows x 8 columns in registers.
// Transposed it gives back to the other side: c[s] = scale * sum over t of w[t, s] x[t].

override B: u32; // batch
override H: u32; // heads
override T: u32; // time
override D: u32; // head width
override scale: f32;
override causal: bool; // only w[t, s] with s <= t counts
override transposed: bool;
override accumulate_c: bool = false; // add to c instead of assigning it

@group(0) @binding(0) var<storage, read> w: array<f32>; // (B, H, T, T)
@group(0) @binding(1) var<storage, read> x: array<f32>; // (B, T, H, D)
@group(0) @binding(2) var<storage, read_write> c: array<f32>; // (B, T, H, D)

const TILE = 8u;

// One row of the tile, from the place of its head in c on: columns d ... d + 4.
fn store(at: u32, d: u32, sums: vec4f) {
  for (var i = 0u; i < 4 && d + i < D; i++) {
    let value = scale * sums[i];
    c[at + d + i] = select(value, c[at + d + i] + value, accumulate_c);
  }
}

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let tall = (T + TILE - 1) / TILE; // tiles down the rows
  let wide = (D + TILE - 1) / TILE; // and along the columns
  let tile = id.x + id.y * groups.x * 64;
  if (tile >= B * H * tall * wide) { return; }
  let head = tile / (tall * wide); // of all B * H
  let row = tile / wide % tall * TILE;
  let column = tile % wide * TILE;
  let start = (head / H * T * H + head % H) * D; // of this head in x and c

  // Past the edge the last row or column is read again; what comes of it is not stored.
  let w_next = select(1u, T, transposed); // words to the next term of the sum
  var w_at: array<u32, 8>;
  var x_at: array<u32, 8>;
  for (var i = 0u; i < TILE; i++) {
    w_at[i] = head * T * T + min(row + i, T - 1) * select(T, 1u, transposed);
    x_at[i] = start + min(column + i, D - 1);
  }

  // Causal sums of row r run over 0 ... r, transposed ones over r ... T - 1.
  let first = select(0, row, causal && transposed);
  let end = select(T, min(row + TILE, T), causal && !transposed);
  var left: array<vec4f, 8>; // columns 0 to 3 of the tile
  var right: array<vec4f, 8>; // columns 4 to 7
  for (var j = first; j < end; j++) {
    let at = j * H * D;
    let x_left = vec4f(x[at + x_at[0]], x[at + x_at[1]], x[at + x_at[2]], x[at + x_at[3]]);
    let x_right = vec4f(x[at + x_at[4]], x[at + x_at[5]], x[at + x_at[6]], x[at + x_at[7]]);
    for (var i = 0u; i < TILE; i++) {
      let counts = !causal || select(j <= row + i, j >= row + i, transposed);
      let weight = vec4f(select(0, w[w_at[i] + j * w_next], counts));
      left[i] = fma(weight, x_left, left[i]);
      right[i] = fma(weight, x_right, right[i]);
    }
  }
  for (var i = 0u; i < TILE && row + i < T; i++) {
    let at = start + (row + i) * H * D;
    store(at, column, left[i]);
    store(at, column + 4, right[i]);
  }
}
