// AdamW on every parameter, one a thread: decay, both moments, and the step they give.

override P: u32; // words of each flat storage
override decayed: u32; // weight decay shrinks the words before this one

struct Step {
  learning_rate: f32,
  beta1: f32, // how much of the mean of gradients is kept from step to step
  beta2: f32, // the same for the mean of their squares
  epsilon: f32, // keeps the division away from 0
  weight_decay: f32,
  correction1: f32, // 1 - beta1^t: what the mean of t gradients lacks because it started at 0
  correction2: f32, // 1 - beta2^t
}

@group(0) @binding(0) var<storage, read_write> parameters: array<f32>; // (P)
@group(0) @binding(1) var<storage, read> gradients: array<f32>; // (P)
@group(0) @binding(2) var<storage, read_write> m: array<f32>; // (P) running mean of the gradients
@group(0) @binding(3) var<storage, read_write> v: array<f32>; // (P) running mean of their squares
@group(0) @binding(4) var<storage, read> factor: array<f32>; // (1) 1, less where the whole gradient is too long, 0 where it is no number
@group(0) @binding(5) var<uniform> step: Step;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = id.x + id.y * groups.x * 64;
  if (i >= P || factor[0] == 0.0) { return; }
  let g = gradients[i] * factor[0];
  let mean = step.beta1 * m[i] + (1.0 - step.beta1) * g;
  let square = step.beta2 * v[i] + (1.0 - step.beta2) * g * g;
  m[i] = mean;
  v[i] = square;

  let kept = select(1.0, 1.0 - step.learning_rate * step.weight_decay, i < decayed);
  let denominator = sqrt(square / step.correction2) + step.epsilon;
  parameters[i] = parameters[i] * kept - step.learning_rate * (mean / step.correction1) / denominator;
}
