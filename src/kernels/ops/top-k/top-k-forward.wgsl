// y = x where x is positive and among the k largest of its row, else 0; one row a thread.

override R: u32; // rows
override N: u32; // entries a row
override k: u32; // entries that pass, at most

@group(0) @binding(0) var<storage, read> x: array<f32>; // (R, N)
@group(0) @binding(1) var<storage, read_write> y: array<f32>; // (R, N)

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let row = id.x + id.y * groups.x * 64;
  if (row >= R) { return; }
  let start = row * N;
  let end = start + N;

  // Walks down the order of size, equals from left to right, until k entries have been passed or none is positive.
  var smallest = 3.0e38;
  var last = start; // place of the smallest entry that passes
  for (var passed = 0u; passed < k; passed++) {
    var next = 0.0;
    var next_at = end;
    for (var i = start; i < end; i++) {
      let value = x[i];
      let comes_after = value < smallest || (value == smallest && i > last);
      if (comes_after && value > next) {
        next = value;
        next_at = i;
      }
    }
    smallest = next;
    last = next_at;
    if (next_at == end) { break; }
  }

  for (var i = start; i < end; i++) {
    let value = x[i];
    let passes = value > smallest || (value == smallest && i <= last);
    y[i] = select(0.0, value, passes && value > 0.0);
  }
}
