// d_qkv = d_q, d_k and d_v side by side again; four threads a row, four places of all three at a time.

override accumulate_d_qkv: bool; // add to d_qkv, which other users of qkv have written already

struct Sizes {
  R: u32, // rows: batch and time
  C: u32, // width of each part, a multiple of 4
}

@group(0) @binding(0) var<storage, read> d_q: array<vec4f>; // (R, C)
@group(0) @binding(1) var<storage, read> d_k: array<vec4f>; // (R, C)
@group(0) @binding(2) var<storage, read> d_v: array<vec4f>; // (R, C)
@group(0) @binding(3) var<storage, read_write> d_qkv: array<vec4f>; // (R, 3 C)
@group(0) @binding(4) var<uniform> sizes: Sizes;

fn store(at: u32, d: vec4f) {
  var sum = d;
  if (accumulate_d_qkv) { sum += d_qkv[at]; }
  d_qkv[at] = sum;
}

@compute @workgroup_size(4, 16)
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_id) me: vec3u,
) {
  let row = (group.x + group.y * groups.x) * 16 + me.y;
  if (row >= sizes.R) { return; }
  let fours = sizes.C / 4;
  for (var c = me.x; c < fours; c += 4) {
    let source = row * fours + c;
    let at = row * 3 * fours + c;
    store(at, d_q[source]);
    store(at + fours, d_k[source]);
    store(at + 2 * fours, d_v[source]);
  }
}
