// Multiplies a product, the gradient of the hidden layer, by the slope of the activation function. GELU as in
// gelu/gelu-backward.wgsl.

override relu: bool; // the function is ReLU instead of GELU

@group(0) @binding(NEXT) var<storage, read> pre: array<Value>; // (rows, columns) input of the activation function

const TWO_SLOPES = 1.5957691; // 2 sqrt(2/pi)
const CUBIC = 0.044715;

fn put(at: u32, value: Value) {
  if (relu) {
    c[at] = select(Value(), value, pre[at] > Value());
    return;
  }
  let clamped = clamp(pre[at], Value(-10.0), Value(10.0));
  let square = CUBIC * clamped * clamped;
  let s = 1.0 / (1.0 + exp(-TWO_SLOPES * clamped * (1.0 + square)));
  c[at] = value * (s + clamped * s * (1.0 - s) * TWO_SLOPES * (1.0 + 3.0 * square));
}
