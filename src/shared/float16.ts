// IEEE 754 half precision: conversion from and to 32-bit floats.

const scratch = new Float32Array(1);
const scratchBits = new Uint32Array(scratch.buffer);

/** IEEE 754 half precision, to the nearest value, ties to even; beyond 65,504 infinity. */
export function toFloat16(values: Float32Array): Uint16Array<ArrayBuffer> {
  const bits = new Uint32Array(values.buffer, values.byteOffset, values.length);
  const halves = new Uint16Array(values.length);
  for (let i = 0; i < halves.length; i++)
    halves[i] = ((bits[i] >>> 16) & 0x8000) | halfMagnitude(bits[i] & 0x7fffffff);
  return halves;
}

/** Bit patterns of floats: 65,520, from which half precision is infinite, its smallest normal number, infinity. */
const [LARGEST, SMALLEST_NORMAL, INFINITE] = [0x477ff000, 0x38800000, 0x7f800000];

function halfMagnitude(bits: number): number {
  if (bits > INFINITE) return 0x7e00;
  if (bits >= LARGEST) return 0x7c00;
  // Adding a power of two shifts the bits that half precision lacks out of the float.
  if (bits < SMALLEST_NORMAL) {
    scratchBits[0] = bits;
    scratch[0] += 0.5;
    return scratchBits[0] - 0x3f000000;
  }
  return ((bits + 0xfff + ((bits >>> 13) & 1)) >>> 13) - (112 << 10);
}

/** The numbers of half-precision bit patterns. */
export function fromFloat16(halves: Uint16Array): Float32Array<ArrayBuffer> {
  const table = float16Table();
  const floats = new Float32Array(halves.length);
  for (let i = 0; i < halves.length; i++) floats[i] = table[halves[i]];
  return floats;
}

let table: Float32Array | undefined;

/** The value of each of the 65,536 bit patterns of IEEE 754 half precision. */
function float16Table(): Float32Array {
  table ??= Float32Array.from({ length: 65536 }, (_, bits) => {
    const sign = bits & 0x8000 ? -1 : 1;
    const exponent = (bits >> 10) & 31;
    const fraction = (bits & 1023) / 1024;
    if (exponent === 31) return fraction > 0 ? Number.NaN : sign * Number.POSITIVE_INFINITY;
    return sign * (exponent === 0 ? 2 ** -14 * fraction : 2 ** (exponent - 15) * (1 + fraction));
  });
  return table;
}
