// y = x where x > 0 is among the k largest of its row, else 0; one row per thread.

override R: u32; // rows
override N: u32; // entries per row
override k: u32; // maximum number of entries kept

@group(0) @binding(0) var<storage, read> x: array<f32>; // (R, N)
@group(0) @binding(1) var<storage, read_write> y: array<f32>; // (R, N)

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let row = id.x + id.y * groups.x * 64;
  if (row >= R) { return; }
  let start = row * N;
  let end = start + N;

  // Finds the k-th largest entry: steps through the entries in descending order, equal ones from left to right.
  var smallest = 3.0e38;
  var smallest_at = start; // index of the smallest entry kept
  for (var rank = 0u; rank < k; rank++) {
    var next = 0.0;
    var next_at = end;
    for (var i = start; i < end; i++) {
      let value = x[i];
      let comes_after = value < smallest || (value == smallest && i > smallest_at);
      if (comes_after && value > next) {
        next = value;
        next_at = i;
      }
    }
    smallest = next;
    smallest_at = next_at;
    if (next_at == end) { break; }
  }

  for (var i = start; i < end; i++) {
    let value = x[i];
    let is_kept = value > smallest || (value == smallest && i <= smallest_at);
    y[i] = select(0.0, value, is_kept && value > 0.0);
  }
}
