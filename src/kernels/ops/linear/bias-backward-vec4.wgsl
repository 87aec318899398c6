// d_bias[n] = sum over rows of d_y[r, n], four columns per thread.

override accumulate_d_bias: bool;

struct Sizes {
  R: u32, // rows
  N: u32, // columns, a multiple of 4
}

@group(0) @binding(0) var<storage, read> d_y: array<vec4f>; // (R, N) gradient of y
@group(0) @binding(1) var<storage, read_write> d_bias: array<vec4f>; // (N)
@group(0) @binding(2) var<uniform> sizes: Sizes;
@group(0) @binding(3) var<storage, read> members: array<vec4u>; // of a batch, by workgroup z: words before d_y and d_bias

@compute @workgroup_size(4)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let vec4_count = sizes.N / 4;
  let n = id.x + id.y * groups.x * 4;
  if (n >= vec4_count) { return; }
  let origin = members[id.z] / 4;
  let end = origin.x + sizes.R * vec4_count;
  let at = origin.y + n;
  var sum = vec4f();
  for (var i = origin.x + n; i < end; i += vec4_count) { sum += d_y[i]; }
  if (accumulate_d_bias) { sum += d_bias[at]; }
  d_bias[at] = sum;
}
