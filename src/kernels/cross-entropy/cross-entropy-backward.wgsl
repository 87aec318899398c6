// d_logits = (softmax(logits) - onehot(target)) / count at kept rows, 0 at ignored ones; one element a thread.

override R: u32; // rows: positions of the batch
override V: u32; // scores a row
override accumulate_d_logits: bool; // add to d_logits, which other users of the scores have written already

@group(0) @binding(0) var<storage, read> logits: array<f32>; // (R, V)
@group(0) @binding(1) var<storage, read> targets: array<i32>; // (R) the right column, negative to ignore the row
@group(0) @binding(2) var<storage, read> log_sum_exp: array<f32>; // (R) turns a score into a log probability
@group(0) @binding(3) var<storage, read> count: array<f32>; // (1) rows that are not ignored
@group(0) @binding(4) var<storage, read_write> d_logits: array<f32>; // (R, V)

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = id.x + id.y * groups.x * 64;
  if (i >= R * V) { return; }
  let row = i / V;
  let target_column = targets[row];
  var d = 0.0;
  if (target_column >= 0) {
    let p = exp(logits[i] - log_sum_exp[row]);
    d = (p - select(0.0, 1.0, i % V == u32(target_column))) / count[0];
  }
  d_logits[i] = select(d, d_logits[i] + d, accumulate_d_logits);
}
