// loss = sum(token_loss) / count, count = rows that are not ignored; one workgroup, in a fixed order.

override R: u32; // rows: batch and time

@group(0) @binding(0) var<storage, read> targets: array<i32>; // (R) negative where the row is ignored
@group(0) @binding(1) var<storage, read> token_loss: array<f32>; // (R) 0 where the row is ignored
@group(0) @binding(2) var<storage, read_write> loss: array<f32>; // (1) 0 if every row is ignored
@group(0) @binding(3) var<storage, read_write> count: array<f32>; // (1)

var<workgroup> sums: array<vec2f, 64>; // (loss, count), one partial sum per thread

@compute @workgroup_size(64)
fn main(@builtin(local_invocation_index) thread: u32) {
  var sum = vec2f();
  for (var row = thread; row < R; row += 64) {
    sum += vec2f(token_loss[row], select(0.0, 1.0, targets[row] >= 0));
  }
  sums[thread] = sum;
  for (var half = 32u; half > 0; half /= 2) {
    workgroupBarrier();
    if (thread < half) { sums[thread] += sums[thread + half]; }
  }
  if (thread == 0) {
    loss[0] = sums[0].x / max(sums[0].y, 1.0);
    count[0] = sums[0].y;
  }
}
