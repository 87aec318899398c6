// Four consecutive numbers of a row of codes; kernels of quantised matrices begin with this text.

override bits: u32; // of a number: 16 (half precision), 8 or 4
override W: u32; // words of a row
override G: u32 = 0; // scales of a row
override has_scale: bool; // else half precision
override group_quads: u32; // quads with one scale

@group(0) @binding(0) var<storage, read> codes: array<u32>; // (rows, W)
@group(0) @binding(1) var<storage, read> scale: array<f32>; // (rows, G)

// Shifts each code to the top of a word and back, which extends its sign.
fn signed_codes(word: u32, left: vec4u, right: u32) -> vec4f {
  return vec4f(bitcast<vec4i>(vec4u(word) << left) >> vec4u(right));
}

// Numbers 4 q ... 4 q + 3 of a row, without their scale. 16 bytes hold 32 codes of 4 bits: 16 in the low halves of the bytes, 16 in the high.
fn quad(row: u32, q: u32) -> vec4f {
  let start = row * W;
  if (bits == 16) {
    return vec4f(unpack2x16float(codes[start + 2 * q]), unpack2x16float(codes[start + 2 * q + 1]));
  }
  if (bits == 8) { return signed_codes(codes[start + q], vec4u(24, 16, 8, 0), 24); }
  let left = vec4u(28, 20, 12, 4) - 4 * (q % 8 / 4);
  return signed_codes(codes[start + q / 8 * 4 + q % 4], left, 28);
}

fn quad_scale(row: u32, q: u32) -> f32 {
  if (!has_scale) { return 1; }
  return scale[row * G + q / group_quads];
}
