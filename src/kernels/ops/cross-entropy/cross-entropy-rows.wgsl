// log_total = log(sum(exp(logits - row_max))) and token_loss = row_max - logits[target] + log_total; one row per thread.

override R: u32; // rows: batch and time
override V: u32; // logits per row

@group(0) @binding(0) var<storage, read> logits: array<f32>; // (R, V)
@group(0) @binding(1) var<storage, read> targets: array<i32>; // (R) ids; the row is ignored if negative
@group(0) @binding(2) var<storage, read_write> token_loss: array<f32>; // (R) in nats, 0 where ignored
@group(0) @binding(3) var<storage, read_write> row_max: array<f32>; // (R) for the backward pass
@group(0) @binding(4) var<storage, read_write> log_total: array<f32>; // (R)

const BLOCK = 256u; // terms of a partial sum: one sum of a long row would round each term to the size of all

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let row = id.x + id.y * groups.x * 64;
  if (row >= R) { return; }
  let start = row * V;

  var highest = logits[start];
  for (var v = 1u; v < V; v++) { highest = max(highest, logits[start + v]); }
  var total = 0.0;
  for (var first = 0u; first < V; first += BLOCK) {
    var part = 0.0;
    for (var v = first; v < min(first + BLOCK, V); v++) { part += exp(logits[start + v] - highest); }
    total += part;
  }

  let row_log_total = log(total);
  row_max[row] = highest;
  log_total[row] = row_log_total;
  let target_id = targets[row];
  if (target_id < 0) {
    token_loss[row] = 0.0;
  } else {
    // In this order: adding the logarithm to a large maximum first would round it away.
    token_loss[row] = (highest - logits[start + u32(target_id)]) + row_log_total;
  }
}
