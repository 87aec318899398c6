// Adds the residual stream to a product.

override has_residual: bool = false;

@group(0) @binding(NEXT) var<storage, read> residual: array<Value>; // (rows, columns), where has_residual

fn put(at: u32, value: Value) {
  if (has_residual) { c[at] = value + residual[at]; } else { c[at] = value; }
}
