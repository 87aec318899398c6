// d_term = sum of d_y over the repeats of one term of the sum (a repeats once); four elements at a time. Behind the last
// element may be up to three more, of each tensor's padding.

override accumulate_d_term: bool; // add to d_term, which other users of the term have written already

struct Sizes {
  size: u32, // elements of the term: a multiple of 4, where they repeat
  repeats: u32, // how often each was used
}

@group(0) @binding(0) var<storage, read> d_y: array<vec4f>; // (repeats, size) gradient of the sum
@group(0) @binding(1) var<storage, read_write> d_term: array<vec4f>; // (size) gradient of the term
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
