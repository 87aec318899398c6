// parts[p] = sum of gradients[i]^2 over i = p, p + part_count, p + 2 part_count, ...; four parts per thread, so that
// reads are coalesced.

struct Sizes {
  P: u32, // words of the flat storage; its padding is 0
  part_count: u32, // a multiple of 4
}

@group(0) @binding(0) var<storage, read> gradients: array<vec4f>; // (P)
@group(0) @binding(1) var<storage, read_write> parts: array<vec4f>; // (part_count)
@group(0) @binding(2) var<uniform> sizes: Sizes;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let stride = sizes.part_count / 4;
  let part = id.x + id.y * groups.x * 64;
  if (part >= stride) { return; }
  let end = (sizes.P + 3) / 4;
  var sum = vec4f();
  for (var i = part; i < end; i += stride) { sum += gradients[i] * gradients[i]; }
  parts[part] = sum;
}
