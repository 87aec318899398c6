// AdamW, a grid-stride loop over vec4 elements: moments, weight decay and step. The last vec4 may include up to three words of
// padding, which stay 0.

struct Step {
  learning_rate: f32,
  beta1: f32, // decay rate of the first moment
  beta2: f32, // decay rate of the second moment
  epsilon: f32, // lower bound of the denominator
  weight_decay: f32,
  correction1: f32, // bias correction 1 - beta1^t
  correction2: f32, // bias correction 1 - beta2^t
}

struct Sizes {
  P: u32, // words of each flat storage
  decayed: u32, // weight decay applies to the words before this one
}

@group(0) @binding(0) var<storage, read_write> parameters: array<vec4f>; // (P)
@group(0) @binding(1) var<storage, read> gradients: array<vec4f>; // (P)
@group(0) @binding(2) var<storage, read_write> m: array<vec4f>; // (P) first moment
@group(0) @binding(3) var<storage, read_write> v: array<vec4f>; // (P) second moment
@group(0) @binding(4) var<storage, read> factor: array<f32>; // (1) clipping factor; 0 if the gradient is not finite
@group(0) @binding(5) var<uniform> step: Step;
@group(0) @binding(6) var<uniform> sizes: Sizes;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  if (factor[0] == 0.0) { return; }
  let threads = groups.x * groups.y * 64;
  let end = (sizes.P + 3) / 4;
  let decayed = sizes.decayed;
  let scale = factor[0];
  let s = step;
  for (var i = id.x + id.y * groups.x * 64; i < end; i += threads) {
    let g = gradients[i] * scale;
    let mean = s.beta1 * m[i] + (1.0 - s.beta1) * g;
    let square = s.beta2 * v[i] + (1.0 - s.beta2) * g * g;
    m[i] = mean;
    v[i] = square;

    let is_decayed = 4 * i + vec4u(0, 1, 2, 3) < vec4u(decayed);
    let decay_factor = select(vec4f(1.0), vec4f(1.0 - s.learning_rate * s.weight_decay), is_decayed);
    let denominator = sqrt(square / s.correction2) + s.epsilon;
    parameters[i] = parameters[i] * decay_factor - s.learning_rate * (mean / s.correction1) / denominator;
  }
}
