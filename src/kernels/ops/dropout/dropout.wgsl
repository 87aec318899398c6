// y = x scale where the random word of the element is at least the threshold, else 0; a grid-stride loop over vec4 elements. The
// last vec4 may include padding.

override accumulate_y: bool = false; // compute y += instead of y =

struct Sizes {
  N: u32, // elements
  place: u32, // of the op in the network
  threshold: u32, // rate 2^32
  scale: f32, // 1 / (1 - rate)
}

@group(0) @binding(0) var<storage, read> x: array<vec4f>; // (N)
@group(0) @binding(1) var<storage, read> key: array<i32>; // (2) seed and step
@group(0) @binding(2) var<storage, read_write> y: array<vec4f>; // (N)
@group(0) @binding(3) var<uniform> sizes: Sizes;

// Four random words from four numbers: pcg4d of Jarzynski & Olano 2020.
fn random_words(numbers: vec4u) -> vec4u {
  var v = numbers * 1664525u + 1013904223u;
  v.x += v.y * v.w;
  v.y += v.z * v.x;
  v.z += v.x * v.y;
  v.w += v.y * v.z;
  v ^= v >> vec4u(16u);
  v.x += v.y * v.w;
  v.y += v.z * v.x;
  v.z += v.x * v.y;
  v.w += v.y * v.z;
  return v;
}

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let threads = groups.x * groups.y * 64;
  let end = (sizes.N + 3) / 4;
  let seed = bitcast<u32>(key[0]);
  let step = bitcast<u32>(key[1]);
  for (var i = id.x + id.y * groups.x * 64; i < end; i += threads) {
    let words = random_words(vec4u(seed, step, sizes.place, i));
    var values = select(vec4f(), sizes.scale * x[i], words >= vec4u(sizes.threshold));
    if (accumulate_y) { values += y[i]; }
    y[i] = values;
  }
}
