// d_term = sum of d_y over the repeats of one term of the sum (a repeats once); one element a thread,
// for any number of them.

override size: u32; // elements of the term
override repeats: u32; // how often each was used
override accumulate_d_term: bool; // add to d_term, which other users of the term have written already

@group(0) @binding(0) var<storage, read> d_y: array<f32>; // (repeats, size) gradient of the sum
@group(0) @binding(1) var<storage, read_write> d_term: array<f32>; // (size) gradient of the term

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = id.x + id.y * groups.x * 64;
  if (i >= size) { return; }
  var d = 0.0;
  for (var r = 0u; r < repeats; r++) { d += d_y[r * size + i]; }
  d_term[i] = select(d, d_term[i] + d, accumulate_d_term);
}
