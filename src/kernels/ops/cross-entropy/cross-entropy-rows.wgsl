// log_sum_exp = max + log(sum(exp(logits - max))) and token_loss = log_sum_exp - logits[target]; one row per thread.

override R: u32; // rows: batch and time
override V: u32; // logits per row

@group(0) @binding(0) var<storage, read> logits: array<f32>; // (R, V)
@group(0) @binding(1) var<storage, read> targets: array<i32>; // (R) ids; the row is ignored if negative
@group(0) @binding(2) var<storage, read_write> token_loss: array<f32>; // (R) in nats, 0 where ignored
@group(0) @binding(3) var<storage, read_write> log_sum_exp: array<f32>; // (R) for the backward pass

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let row = id.x + id.y * groups.x * 64;
  if (row >= R) { return; }
  let start = row * V;

  var highest = logits[start];
  for (var v = 1u; v < V; v++) { highest = max(highest, logits[start + v]); }
  var total = 0.0;
  for (var v = 0u; v < V; v++) { total += exp(logits[start + v] - highest); }

  log_sum_exp[row] = highest + log(total);
  let target_id = targets[row];
  if (target_id < 0) {
    token_loss[row] = 0.0;
  } else {
    // In this order: adding log(total) to a large maximum first would round it away.
    token_loss[row] = (highest - logits[start + u32(target_id)]) + log(total);
  }
}
