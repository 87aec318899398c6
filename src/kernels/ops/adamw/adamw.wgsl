// AdamW on every parameter, four at a time: decay, both moments, and the step they give. Behind the last word may be up to
// three more, of each storage's padding.

struct Step {
  learning_rate: f32,
  beta1: f32, // how much of the mean of gradients is kept from step to step
  beta2: f32, // the same for the mean of their squares
  epsilon: f32, // keeps the division away from 0
  weight_decay: f32,
  correction1: f32, // 1 - beta1^t: what the mean of t gradients lacks because it started at 0
  correction2: f32, // 1 - beta2^t
}

struct Sizes {
  P: u32, // words of each flat storage
  decayed: u32, // weight decay shrinks the words before this one
}

@group(0) @binding(0) var<storage, read_write> parameters: array<vec4f>; // (P)
@group(0) @binding(1) var<storage, read> gradients: array<vec4f>; // (P)
@group(0) @binding(2) var<storage, read_write> m: array<vec4f>; // (P) running mean of the gradients
@group(0) @binding(3) var<storage, read_write> v: array<vec4f>; // (P) running mean of their squares
@group(0) @binding(4) var<storage, read> factor: array<f32>; // (1) 1, less where the whole gradient is too long, 0 where it is no number
@group(0) @binding(5) var<uniform> step: Step;
@group(0) @binding(6) var<uniform> sizes: Sizes;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  if (factor[0] == 0.0) { return; }
  let threads = groups.x * groups.y * 64;
  let end = (sizes.P + 3) / 4;
  let decayed = sizes.decayed;
  let scale = factor[0];
  let now = step;
  for (var i = id.x + id.y * groups.x * 64; i < end; i += threads) {
    let g = gradients[i] * scale;
    let mean = now.beta1 * m[i] + (1.0 - now.beta1) * g;
    let square = now.beta2 * v[i] + (1.0 - now.beta2) * g * g;
    m[i] = mean;
    v[i] = square;

    let shrinks = 4 * i + vec4u(0, 1, 2, 3) < vec4u(decayed);
    let kept = select(vec4f(1.0), vec4f(1.0 - now.learning_rate * now.weight_decay), shrinks);
    let denominator = sqrt(square / now.correction2) + now.epsilon;
    parameters[i] = parameters[i] * kept - now.learning_rate * (mean / now.correction1) / denominator;
  }
}
