// Keeps a product as the input of the activation function, and stores the function of it. GELU as in gelu/gelu-forward.wgsl.

override relu: bool; // the function is ReLU instead of GELU

@group(0) @binding(NEXT) var<storage, read_write> pre: array<Value>; // (rows, columns)

const TWO_SLOPES = 1.5957691; // 2 sqrt(2/pi)
const CUBIC = 0.044715;

fn put(at: u32, value: Value) {
  pre[at] = value;
  if (relu) {
    c[at] = max(value, Value());
    return;
  }
  let clamped = clamp(value, Value(-10.0), Value(10.0));
  c[at] = value / (1.0 + exp(-TWO_SLOPES * clamped * (1.0 + CUBIC * clamped * clamped)));
}
