// y = x scale where the random word of the element is at least the threshold, else 0, or y = x with a negative shard; a grid-stride
// loop over vec4 elements. The last vec4 may include padding.

override accumulate_y: bool = false; // compute y += instead of y =

struct Sizes {
  N: u32, // elements
  place: u32, // of the op in the network
  threshold: u32, // rate 2^32
  scale: f32, // 1 / (1 - rate)
}

@group(0) @binding(0) var<storage, read> x: array<vec4f>; // (N)
@group(0) @binding(1) var<storage, read> key: array<i32>; // (3) seed, step and shard
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
  let first = bitcast<u32>(key[2]) * end;
  let is_off = key[2] < 0;
  let threshold = select(sizes.threshold, 0u, is_off);
  let scale = select(sizes.scale, 1.0, is_off);
  for (var i = id.x + id.y * groups.x * 64; i < end; i += threads) {
    let words = random_words(vec4u(seed, step, sizes.place, first + i));
    var values = select(vec4f(), scale * x[i], words >= vec4u(threshold));
    if (accumulate_y) { values += y[i]; }
    y[i] = values;
  }
}
