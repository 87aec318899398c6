// c[t, s] = scale * dot(a[t], b[s]) within each head, each thread computing 8 x 8 of them in registers.

override B: u32; // batch
override H: u32; // heads
override T: u32; // time
override D: u32; // head width
override scale: f32;
override causal: bool; // only s <= t counts, the rest of c is `masked`
override masked: f32;
override accumulate_c: bool = false; // add to c instead of assigning it

@group(0) @binding(0) var<storage, read> a: array<f32>; // (B, T, H, D)
@group(0) @binding(1) var<storage, read> b: array<f32>; // (B, T, H, D)
@group(0) @binding(2) var<storage, read_write> c: array<f32>; // (B, H, T, T)

const TILE = 8u;

// One row of the tile: c[head, t, s ... s + 4].
fn store(head: u32, t: u32, s: u32, sums: vec4f) {
  if (t >= T) { return; }
  for (var i = 0u; i < 4 && s + i < T; i++) {
    let at = (head * T + t) * T + s + i;
    let value = select(scale * sums[i], masked, causal && s + i > t);
    c[at] = select(value, c[at] + value, accumulate_c);
  }
}

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let side = (T + TILE - 1) / TILE; // tiles along one axis
  let tile = id.x + id.y * groups.x * 64;
  if (tile >= B * H * side * side) { return; }
  let head = tile / (side * side); // of all B * H
  let t = tile / side % side * TILE;
  let s = tile % side * TILE;

  // Past the edge the last row is read again; what comes of it is not stored.
  let start = (head / H * T * H + head % H) * D;
  var a_at: array<u32, 8>;
  var b_at: array<u32, 8>;
  for (var i = 0u; i < TILE; i++) {
    a_at[i] = start + min(t + i, T - 1) * H * D;
    b_at[i] = start + min(s + i, T - 1) * H * D;
  }

  var left: array<vec4f, 8>; // columns 0 to 3 of the tile
  var right: array<vec4f, 8>; // columns 4 to 7
  let width = select(D, 0, causal && s >= t + TILE); // a tile in the future needs no sums
  for (var d = 0u; d < width; d++) {
    let b_left = vec4f(b[b_at[0] + d], b[b_at[1] + d], b[b_at[2] + d], b[b_at[3] + d]);
    let b_right = vec4f(b[b_at[4] + d], b[b_at[5] + d], b[b_at[6] + d], b[b_at[7] + d]);
    for (var i = 0u; i < TILE; i++) {
      let a_value = vec4f(a[a_at[i] + d]);
      left[i] = fma(a_value, b_left, left[i]);
      right[i] = fma(a_value, b_right, right[i]);
    }
  }
  for (var i = 0u; i < TILE; i++) {
    store(head, t + i, s, left[i]);
    store(head, t + i, s + 4, right[i]);
  }
}
