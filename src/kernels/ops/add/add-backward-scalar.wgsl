// d_term[i] = sum over r of d_y[r, i], the gradient of a term that broadcasts over r; one element per thread.

override size: u32; // elements of the term
override repeats: u32; // broadcast factor of the term
override accumulate_d_term: bool; // add to d_term, which another consumer of the term has written

@group(0) @binding(0) var<storage, read> d_y: array<f32>; // (repeats, size) gradient of y
@group(0) @binding(1) var<storage, read_write> d_term: array<f32>; // (size)

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = id.x + id.y * groups.x * 64;
  if (i >= size) { return; }
  var d = 0.0;
  for (var r = 0u; r < repeats; r++) { d += d_y[r * size + i]; }
  d_term[i] = select(d, d_term[i] + d, accumulate_d_term);
}
