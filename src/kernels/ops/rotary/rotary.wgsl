// y = x rotated by the angle of its position, or by the negative angle, per head. A thread computes one pair of entries, or
// copies one entry past the rotated ones.

override interleaved: bool; // pairs are neighbours; else entry i and entry i + W/2
override inverse: bool; // rotate by the negative angle
override accumulate_y: bool = false; // compute y += instead of y =

struct Sizes {
  R: u32, // rows
  H: u32, // heads
  D: u32, // head size
  W: u32, // rotated entries of a head, an even number
  P: u32, // positions, a divisor of R
}

@group(0) @binding(0) var<storage, read> x: array<f32>; // (R, H, D)
@group(0) @binding(1) var<storage, read> positions: array<i32>; // (P) rows of the table; not checked here
@group(0) @binding(2) var<storage, read> angles: array<f32>; // (S, W) W/2 cosines, then W/2 sines per position
@group(0) @binding(3) var<storage, read_write> y: array<f32>; // (R, H, D)
@group(0) @binding(4) var<uniform> sizes: Sizes;

fn store(at: u32, value: f32) {
  if (accumulate_y) { y[at] += value; } else { y[at] = value; }
}

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let half = sizes.W / 2;
  let items = sizes.D - half; // of one head: pairs, then single entries
  let at = id.x + id.y * groups.x * 64;
  if (at >= sizes.R * sizes.H * items) { return; }
  let head = at / items; // 0 to R * H - 1
  let start = head * sizes.D;
  let i = at % items;
  if (i >= half) {
    store(start + half + i, x[start + half + i]);
    return;
  }
  let row = head / sizes.H;
  let angle = u32(positions[row % sizes.P]) * sizes.W + i;
  let cosine = angles[angle];
  let sine = select(angles[angle + half], -angles[angle + half], inverse);
  let first = start + select(i, 2 * i, interleaved);
  let second = first + select(half, 1, interleaved);
  store(first, x[first] * cosine - x[second] * sine);
  store(second, x[second] * cosine + x[first] * sine);
}
