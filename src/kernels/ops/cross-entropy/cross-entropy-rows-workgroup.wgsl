// log_total = log(sum(exp(logits - row_max))) and token_loss = row_max - logits[target] + log_total; one row per workgroup.

override R: u32; // rows: batch and time
override V: u32; // logits per row

@group(0) @binding(0) var<storage, read> logits: array<f32>; // (R, V)
@group(0) @binding(1) var<storage, read> targets: array<i32>; // (R) ids; the row is ignored if negative
@group(0) @binding(2) var<storage, read_write> token_loss: array<f32>; // (R) in nats, 0 where ignored
@group(0) @binding(3) var<storage, read_write> row_max: array<f32>; // (R) for the backward pass
@group(0) @binding(4) var<storage, read_write> log_total: array<f32>; // (R)

const THREADS = 64u;
var<workgroup> shared_values: array<f32, THREADS>; // one value per thread

/// Maximum over the workgroup, broadcast to all threads.
fn workgroup_max(thread: u32, value: f32) -> f32 {
  shared_values[thread] = value;
  for (var half = THREADS / 2; half > 0; half /= 2) {
    workgroupBarrier();
    if (thread < half) { shared_values[thread] = max(shared_values[thread], shared_values[thread + half]); }
  }
  return workgroupUniformLoad(&shared_values[0]);
}

/// Sum over the workgroup in a fixed order, broadcast to all threads.
fn workgroup_sum(thread: u32, value: f32) -> f32 {
  shared_values[thread] = value;
  for (var half = THREADS / 2; half > 0; half /= 2) {
    workgroupBarrier();
    if (thread < half) { shared_values[thread] += shared_values[thread + half]; }
  }
  return workgroupUniformLoad(&shared_values[0]);
}

@compute @workgroup_size(THREADS)
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) thread: u32,
) {
  let row = group.x + group.y * groups.x;
  if (row >= R) { return; }
  let start = row * V;
  let end = start + V;

  var highest = logits[start];
  for (var i = start + thread; i < end; i += THREADS) { highest = max(highest, logits[i]); }
  let row_highest = workgroup_max(thread, highest);

  var total = 0.0;
  for (var i = start + thread; i < end; i += THREADS) { total += exp(logits[i] - row_highest); }
  let row_log_total = log(workgroup_sum(thread, total));

  if (thread > 0) { return; }
  row_max[row] = row_highest;
  log_total[row] = row_log_total;
  let target_id = targets[row];
  if (target_id < 0) {
    token_loss[row] = 0.0;
  } else {
    // In this order: adding the logarithm to a large maximum first would round it away.
    token_loss[row] = (row_highest - logits[start + u32(target_id)]) + row_log_total;
  }
}
