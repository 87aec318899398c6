// Gradient descent with momentum on every parameter, one a thread.

override P: u32; // words of each flat storage

struct Step {
  learning_rate: f32,
  momentum: f32, // how much of the velocity is kept from step to step; 0 is plain gradient descent
}

@group(0) @binding(0) var<storage, read_write> parameters: array<f32>; // (P)
@group(0) @binding(1) var<storage, read> gradients: array<f32>; // (P)
@group(0) @binding(2) var<storage, read_write> velocity: array<f32>; // (P)
@group(0) @binding(3) var<storage, read> factor: array<f32>; // (1) 1, less where the whole gradient is too long, 0 where it is no number
@group(0) @binding(4) var<uniform> step: Step;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = id.x + id.y * groups.x * 64;
  if (i >= P || factor[0] == 0.0) { return; }
  let moved = step.momentum * velocity[i] + gradients[i] * factor[0];
  velocity[i] = moved;
  parameters[i] -= step.learning_rate * moved;
}
