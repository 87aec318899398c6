// threshold = the k·R-th largest positive entry, or the smallest one if there are fewer; one workgroup.

override R: u32; // rows
override N: u32; // entries per row
override k: u32; // mean number of entries kept per row

@group(0) @binding(0) var<storage, read> x: array<f32>; // (R, N)
@group(0) @binding(1) var<storage, read_write> threshold: array<f32>; // (1)

var<workgroup> counts: array<u32, 256>; // one partial count per thread

// Entries whose bits are at least `bits`, which is above 0: floats above 0 are ordered as their bits, those below 0 have the sign bit.
fn count_from(bits: u32, thread: u32) -> u32 {
  var count = 0u;
  for (var i = thread; i < R * N; i += 256) {
    let value = bitcast<u32>(x[i]);
    count += select(0u, 1u, value >= bits && value < 0x80000000u);
  }
  workgroupBarrier();
  counts[thread] = count;
  for (var half = 128u; half > 0; half /= 2) {
    workgroupBarrier();
    if (thread < half) { counts[thread] += counts[thread + half]; }
  }
  workgroupBarrier();
  return workgroupUniformLoad(&counts[0]);
}

@compute @workgroup_size(256)
fn main(@builtin(local_invocation_index) thread: u32) {
  // The largest bits that at least `wanted` entries reach, one bit after the other from the highest.
  let wanted = min(k * R, count_from(1u, thread));
  var found = 0u;
  for (var bit = 0x40000000u; bit > 0; bit /= 2) {
    let count = count_from(found | bit, thread);
    if (count >= wanted) { found |= bit; }
  }
  if (thread == 0) { threshold[0] = select(0.0, bitcast<f32>(found), wanted > 0); }
}
