// y = x/2 (1 + tanh u) with u = sqrt(2/pi) (x + 0.044715 x^3), one element a thread.
// Computed as x sigmoid(2u), which is the same: WGSL's tanh is only good to 1e-5, and overflows on some drivers.

override N: u32; // elements

@group(0) @binding(0) var<storage, read> x: array<f32>; // (N)
@group(0) @binding(1) var<storage, read_write> y: array<f32>; // (N)

const TWO_SLOPES = 1.5957691; // 2 sqrt(2/pi)
const CUBIC = 0.044715;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = id.x + id.y * groups.x * 64;
  if (i >= N) { return; }
  let near = clamp(x[i], -10.0, 10.0); // beyond, the sigmoid is 0 or 1 to the last bit, and x^3 could overflow
  let two_u = TWO_SLOPES * near * (1.0 + CUBIC * near * near);
  y[i] = x[i] / (1.0 + exp(-two_u));
}
