// SGD with momentum, one parameter per thread.

override P: u32; // words of each flat storage

struct Step {
  learning_rate: f32,
  momentum: f32, // decay rate of the velocity; 0 is plain gradient descent
}

@group(0) @binding(0) var<storage, read_write> parameters: array<f32>; // (P)
@group(0) @binding(1) var<storage, read> gradients: array<f32>; // (P)
@group(0) @binding(2) var<storage, read_write> velocity: array<f32>; // (P)
@group(0) @binding(3) var<storage, read> factor: array<f32>; // (1) clipping factor; 0 if the gradient is not finite
@group(0) @binding(4) var<uniform> step: Step;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = id.x + id.y * groups.x * 64;
  if (i >= P || factor[0] == 0.0) { return; }
  let next_velocity = step.momentum * velocity[i] + gradients[i] * factor[0];
  velocity[i] = next_velocity;
  parameters[i] -= step.learning_rate * next_velocity;
}
