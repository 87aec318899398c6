// Rotary position embedding: x (R, H, D), positions (P), angles (S, W): W/2 cosines, then W/2 sines per position.

/** y (=) x rotated by the angle of its position; y must not be x */
export function rotary_forward(
  x: usize, positions: usize, angles: usize, y: usize, H: i32, D: i32, W: i32, P: i32, interleaved: i32, first: i32, end: i32,
): void {
  memory.fill(y + 4 * first * H * D, 0, 4 * (end - first) * H * D);
  rotate(x, positions, angles, y, H, D, W, P, interleaved, first, end, 1);
}

/** d_x += d_y rotated by the negative angle */
export function rotary_backward(
  d_y: usize, positions: usize, angles: usize, d_x: usize, H: i32, D: i32, W: i32, P: i32, interleaved: i32, first: i32, end: i32,
): void {
  rotate(d_y, positions, angles, d_x, H, D, W, P, interleaved, first, end, -1);
}

function rotate(
  x: usize, positions: usize, angles: usize, y: usize, H: i32, D: i32, W: i32, P: i32, interleaved: i32, first: i32, end: i32, sign: f32,
): void {
  const half = W / 2;
  const step = interleaved ? 8 : 4; // bytes from one pair to the next
  const distance = interleaved ? 4 : 4 * half; // bytes between the entries of a pair
  for (let row = first; row < end; row++) {
    const cosines = angles + 4 * load<i32>(positions + 4 * (row % P)) * W;
    for (let head = 0; head < H; head++) {
      const start = 4 * (row * H + head) * D;
      for (let i = 0; i < half; i++) {
        const cosine = load<f32>(cosines + 4 * i);
        const sine = sign * load<f32>(cosines + 4 * (half + i));
        const first = start + i * step;
        const second = first + distance;
        const a = load<f32>(x + first);
        const b = load<f32>(x + second);
        store<f32>(y + first, load<f32>(y + first) + a * cosine - b * sine);
        store<f32>(y + second, load<f32>(y + second) + b * cosine + a * sine);
      }
      for (let i = W; i < D; i++) {
        const at = start + 4 * i;
        store<f32>(y + at, load<f32>(y + at) + load<f32>(x + at));
      }
    }
  }
}
