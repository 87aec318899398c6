// d_term[i] = sum over r of d_y[r, i], the gradient of a term that broadcasts over r; a grid-stride loop over vec4 elements.
// The last vec4 may include padding.

override accumulate_d_term: bool; // add to d_term, which another consumer of the term has written

struct Sizes {
  size: u32, // elements of the term; a multiple of 4 if repeats > 1
  repeats: u32, // broadcast factor of the term
}

@group(0) @binding(0) var<storage, read> d_y: array<vec4f>; // (repeats, size) gradient of y
@group(0) @binding(1) var<storage, read_write> d_term: array<vec4f>; // (size)
@group(0) @binding(2) var<uniform> sizes: Sizes;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let threads = groups.x * groups.y * 64;
  let end = (sizes.size + 3) / 4;
  let repeats = sizes.repeats;
  for (var i = id.x + id.y * groups.x * 64; i < end; i += threads) {
    var d = vec4f();
    if (accumulate_d_term) { d = d_term[i]; }
    for (var r = 0u; r < repeats; r++) { d += d_y[r * end + i]; }
    d_term[i] = d;
  }
}
