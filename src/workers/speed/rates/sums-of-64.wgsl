// Reads of memory and next to no writes: a thread sums a row of 64 numbers.

@group(0) @binding(0) var<storage, read> source: array<vec4f>; // (N, 64)
@group(0) @binding(1) var<storage, read_write> result: array<f32>; // (N)

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = id.x + id.y * groups.x * 64;
  if (i >= arrayLength(&result)) { return; }
  var sum = vec4f();
  for (var k = 0u; k < 16; k++) { sum += source[16 * i + k]; }
  result[i] = sum.x + sum.y + sum.z + sum.w;
}
