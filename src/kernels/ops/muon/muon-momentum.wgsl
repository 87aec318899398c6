// momentum = mu momentum + (1 - mu) g and x = mu momentum + (1 - mu) g with g = gradient factor (Nesterov), and the sum of
// squares of each column of x. One column per thread, so that reads are coalesced; x holds the blocks of columns one after another.

struct Step {
  learning_rate: f32,
  momentum: f32, // decay rate of the momentum
  weight_decay: f32,
}

struct Sizes {
  K: u32, // rows of the matrix
  N: u32, // columns of the matrix
  width: u32, // columns of a block
}

@group(0) @binding(0) var<storage, read> gradient: array<f32>; // (K, N)
@group(0) @binding(1) var<storage, read> factor: array<f32>; // (1) clipping factor; 0 if the gradient is not finite
@group(0) @binding(2) var<uniform> step: Step;
@group(0) @binding(3) var<storage, read_write> momentum: array<f32>; // (K, N)
@group(0) @binding(4) var<storage, read_write> x0: array<f32>; // (blocks, K, width)
@group(0) @binding(5) var<storage, read_write> column_squares: array<f32>; // (N)
@group(0) @binding(6) var<uniform> sizes: Sizes;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let column = id.x + id.y * groups.x * 64;
  if (column >= sizes.N || factor[0] == 0.0) { return; }
  let mu = step.momentum;
  let block_start = column / sizes.width * sizes.K * sizes.width + column % sizes.width;
  var squares = 0.0;
  for (var row = 0u; row < sizes.K; row++) {
    let i = row * sizes.N + column;
    let g = gradient[i] * factor[0];
    let mean = mu * momentum[i] + (1.0 - mu) * g;
    let update = mu * mean + (1.0 - mu) * g;
    momentum[i] = mean;
    x0[block_start + row * sizes.width] = update;
    squares += update * update;
  }
  column_squares[column] = squares;
}
