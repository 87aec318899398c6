// c[t, s] = scale * dot(a[t], b[s]) within each head, each thread computing 8 x 8 of them as blocks of 4 x 4 in registers.

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

// Where the rows of four positions start in a and b. Past the end the last is read again; what comes of it is not stored.
fn four_from(head: u32, t: u32) -> vec4u {
  let first = (head / H * T * H + head % H) * D;
  return first + min(t + vec4u(0, 1, 2, 3), vec4u(T - 1)) * H * D;
}

fn a_at(at: vec4u) -> vec4f { return vec4f(a[at.x], a[at.y], a[at.z], a[at.w]); }
fn b_at(at: vec4u) -> vec4f { return vec4f(b[at.x], b[at.y], b[at.z], b[at.w]); }

// Every row with every column: four rows of c, as the vectors of a matrix.
fn outer(x: vec4f, y: vec4f) -> mat4x4f { return mat4x4f(x.x * y, x.y * y, x.z * y, x.w * y); }

fn store(head: u32, t: u32, s: u32, block: mat4x4f) {
  for (var i = 0u; i < 4 && t + i < T; i++) {
    for (var j = 0u; j < 4 && s + j < T; j++) {
      let at = (head * T + t + i) * T + s + j;
      let value = select(scale * block[i][j], masked, causal && s + j > t + i);
      c[at] = select(value, c[at] + value, accumulate_c);
    }
  }
}

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let side = (T + 7) / 8; // tiles along one axis
  let tile = id.x + id.y * groups.x * 64;
  if (tile >= B * H * side * side) { return; }
  let head = tile / (side * side); // of all B * H
  let t = tile / side % side * 8;
  let s = tile % side * 8;

  let top = four_from(head, t);
  let bottom = four_from(head, t + 4);
  let left = four_from(head, s);
  let right = four_from(head, s + 4);
  var top_left: mat4x4f;
  var top_right: mat4x4f;
  var bottom_left: mat4x4f;
  var bottom_right: mat4x4f;
  let width = select(D, 0, causal && s > t + 7); // a tile in the future needs no sums
  for (var d = 0u; d < width; d++) {
    let x_top = a_at(top + d);
    let x_bottom = a_at(bottom + d);
    let y_left = b_at(left + d);
    let y_right = b_at(right + d);
    top_left += outer(x_top, y_left);
    top_right += outer(x_top, y_right);
    bottom_left += outer(x_bottom, y_left);
    bottom_right += outer(x_bottom, y_right);
  }
  store(head, t, s, top_left);
  store(head, t, s + 4, top_right);
  store(head, t + 4, s, bottom_left);
  store(head, t + 4, s + 4, bottom_right);
}
