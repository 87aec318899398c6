// d_logits = (softmax(logits) - onehot(target)) / count, 0 in ignored rows; four threads per row.

override accumulate_d_logits: bool; // add to d_logits, which another consumer of the logits has written

struct Sizes {
  R: u32, // rows
  V: u32, // logits per row
}

@group(0) @binding(0) var<storage, read> logits: array<f32>; // (R, V)
@group(0) @binding(1) var<storage, read> targets: array<i32>; // (R) ids; the row is ignored if negative
@group(0) @binding(2) var<storage, read> row_max: array<f32>; // (R) from the forward pass
@group(0) @binding(3) var<storage, read> log_total: array<f32>; // (R)
@group(0) @binding(4) var<storage, read> count: array<f32>; // (1) number of rows that are not ignored
@group(0) @binding(5) var<storage, read_write> d_logits: array<f32>; // (R, V)
@group(0) @binding(6) var<uniform> sizes: Sizes;

@compute @workgroup_size(4, 16)
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_id) local_id: vec3u,
) {
  let row = (group.x + group.y * groups.x) * 16 + local_id.y;
  if (row >= sizes.R) { return; }
  let V = sizes.V;
  let target_id = targets[row];
  let highest = row_max[row];
  let row_log_total = log_total[row];
  let inverse_count = 1.0 / max(count[0], 1.0);
  for (var v = local_id.x; v < V; v += 4) {
    let at = row * V + v;
    var d = 0.0;
    if (target_id >= 0) {
      let p = exp((logits[at] - highest) - row_log_total);
      d = (p - select(0.0, 1.0, i32(v) == target_id)) * inverse_count;
    }
    if (accumulate_d_logits) { d += d_logits[at]; }
    d_logits[at] = d;
  }
}
