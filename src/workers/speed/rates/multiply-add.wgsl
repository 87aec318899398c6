// As many multiply-adds as the adapter can do: eight independent chains of vectors in registers, no memory until the end.

override ROUNDS: u32; // of 8 x 4 multiply-adds a thread

@group(0) @binding(0) var<storage, read_write> result: array<f32>; // one number a thread, so that nothing is left out

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u) {
  let a = vec4f(1.0 - 1e-7);
  let b = vec4f(f32(id.x) * 1e-9);
  var c0 = b; var c1 = b + 1.0; var c2 = b + 2.0; var c3 = b + 3.0;
  var c4 = b + 4.0; var c5 = b + 5.0; var c6 = b + 6.0; var c7 = b + 7.0;
  for (var round = 0u; round < ROUNDS; round++) {
    c0 = fma(c0, a, b); c1 = fma(c1, a, b); c2 = fma(c2, a, b); c3 = fma(c3, a, b);
    c4 = fma(c4, a, b); c5 = fma(c5, a, b); c6 = fma(c6, a, b); c7 = fma(c7, a, b);
  }
  let sum = c0 + c1 + c2 + c3 + c4 + c5 + c6 + c7;
  result[id.x] = sum.x + sum.y + sum.z + sum.w;
}
