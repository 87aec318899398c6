// d_logits = (softmax(logits) - onehot(target)) / count at kept rows, 0 at ignored ones; four threads a row.

override accumulate_d_logits: bool; // add to d_logits, which other users of the logits have written already

struct Sizes {
  R: u32, // rows
  V: u32, // scores a row
}

@group(0) @binding(0) var<storage, read> logits: array<f32>; // (R, V)
@group(0) @binding(1) var<storage, read> targets: array<i32>; // (R) the right column, negative to ignore the row
@group(0) @binding(2) var<storage, read> log_sum_exp: array<f32>; // (R) from forward
@group(0) @binding(3) var<storage, read> count: array<f32>; // (1) rows that are kept
@group(0) @binding(4) var<storage, read_write> d_logits: array<f32>; // (R, V)
@group(0) @binding(5) var<uniform> sizes: Sizes;

@compute @workgroup_size(4, 16)
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_id) me: vec3u,
) {
  let row = (group.x + group.y * groups.x) * 16 + me.y;
  if (row >= sizes.R) { return; }
  let V = sizes.V;
  let right = targets[row];
  let norm = log_sum_exp[row];
  let share = 1.0 / max(count[0], 1.0);
  for (var v = me.x; v < V; v += 4) {
    let at = row * V + v;
    var d = 0.0;
    if (right >= 0) { d = (exp(logits[at] - norm) - select(0.0, 1.0, i32(v) == right)) * share; }
    if (accumulate_d_logits) { d += d_logits[at]; }
    d_logits[at] = d;
  }
}
