// example_cost[r] = sum of (a - y)^2 over row r, one row per thread.

override R: u32; // examples
override N: u32; // outputs per example

@group(0) @binding(0) var<storage, read> a: array<f32>; // (R, N) outputs of the network
@group(0) @binding(1) var<storage, read> y: array<f32>; // (R, N) targets
@group(0) @binding(2) var<storage, read_write> example_cost: array<f32>; // (R)

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let row = id.x + id.y * groups.x * 64;
  if (row >= R) { return; }
  var sum = 0.0;
  for (var i = row * N; i < (row + 1) * N; i++) {
    let difference = a[i] - y[i];
    sum += difference * difference;
  }
  example_cost[row] = sum;
}
