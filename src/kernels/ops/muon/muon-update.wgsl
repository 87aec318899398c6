// weight = weight (1 - lr weight_decay) - lr scale x, one column per thread.

struct Step {
  learning_rate: f32,
  momentum: f32,
  weight_decay: f32,
}

struct Sizes {
  K: u32, // rows of the matrix
  N: u32, // columns of the matrix
  width: u32, // columns of a block
  scale: f32, // of the update, for the shape of the matrix
}

@group(0) @binding(0) var<storage, read> x1: array<f32>; // (blocks, K, width) orthogonalized
@group(0) @binding(1) var<storage, read> factor: array<f32>; // (1) clipping factor; 0 if the gradient is not finite
@group(0) @binding(2) var<uniform> step: Step;
@group(0) @binding(3) var<storage, read_write> weight: array<f32>; // (K, N)
@group(0) @binding(4) var<uniform> sizes: Sizes;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let column = id.x + id.y * groups.x * 64;
  if (column >= sizes.N || factor[0] == 0.0) { return; }
  let width = sizes.width;
  let block_start = column / width * sizes.K * width + column % width;
  let decay = 1.0 - step.learning_rate * step.weight_decay;
  let rate = step.learning_rate * sizes.scale;
  for (var row = 0u; row < sizes.K; row++) {
    let i = row * sizes.N + column;
    weight[i] = weight[i] * decay - rate * x1[block_start + row * width];
  }
}
