// parts[p] = sum of gradients[i]^2 over i = p, p + part_count, p + 2 part_count, ...; one part a thread, so that
// neighbouring threads read neighbouring words.

override P: u32; // words of the flat storage, its padding is zero
override part_count: u32;

@group(0) @binding(0) var<storage, read> gradients: array<f32>; // (P)
@group(0) @binding(1) var<storage, read_write> parts: array<f32>; // (part_count)

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let part = id.x + id.y * groups.x * 64;
  if (part >= part_count) { return; }
  var sum = 0.0;
  for (var i = part; i < P; i += part_count) { sum += gradients[i] * gradients[i]; }
  parts[part] = sum;
}
