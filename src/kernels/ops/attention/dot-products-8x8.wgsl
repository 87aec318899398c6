// c[t, s] = scale * dot(a[t], b[s]) per head of a; H / KV heads share a head of b. Each thread computes 8 x 8 entries as blocks of
// 4 x 4 in registers.

override B: u32; // batch size
override H: u32; // heads of a and c
override KV: u32; // heads of b, a divisor of H
override T: u32; // sequence length
override D: u32; // head size
override scale: f32;
override causal: bool; // c is `masked` where s > t
override masked: f32;
override accumulate_c: bool = false; // compute c += instead of c =

@group(0) @binding(0) var<storage, read> a: array<f32>; // (B, T, H, D)
@group(0) @binding(1) var<storage, read> b: array<f32>; // (B, T, KV, D)
@group(0) @binding(2) var<storage, read_write> c: array<f32>; // (B, H, T, T)

// Offsets of the vectors of positions t to t + 3 of one of `heads` heads in a or b. Indices are clamped; results past the end
// are not stored.
fn four_vectors(head: u32, heads: u32, t: u32) -> vec4u {
  let first = (head / heads * T * heads + head % heads) * D;
  return first + min(t + vec4u(0, 1, 2, 3), vec4u(T - 1)) * heads * D;
}

fn a_at(at: vec4u) -> vec4f { return vec4f(a[at.x], a[at.y], a[at.z], a[at.w]); }
fn b_at(at: vec4u) -> vec4f { return vec4f(b[at.x], b[at.y], b[at.z], b[at.w]); }

// Outer product; the vectors of the matrix are rows of c.
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
  let head = tile / (side * side); // 0 to B * H - 1
  let t = tile / side % side * 8;
  let s = tile % side * 8;

  let b_head = head / (H / KV); // 0 to B * KV - 1
  let top = four_vectors(head, H, t);
  let bottom = four_vectors(head, H, t + 4);
  let left = four_vectors(b_head, KV, s);
  let right = four_vectors(b_head, KV, s + 4);
  var top_left: mat4x4f;
  var top_right: mat4x4f;
  var bottom_left: mat4x4f;
  var bottom_right: mat4x4f;
  let width = select(D, 0, causal && s > t + 7); // a masked tile needs no sums
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
