// Conversion of the floating-point types of a file (F32, F16, BF16) to 32-bit floats.

/** Supported types of weights, with their size in bytes. */
export const FLOAT_BYTES = { F32: 4, F16: 2, BF16: 2 } as const;
export type FloatType = keyof typeof FLOAT_BYTES;

export function isFloatType(name: string): name is FloatType {
  return name in FLOAT_BYTES && Object.hasOwn(FLOAT_BYTES, name);
}

/** Little-endian values to floats; `bytes` must contain a whole number of values. */
export function toFloats(type: FloatType, bytes: ArrayBuffer): Float32Array<ArrayBuffer> {
  if (type === 'F32') return new Float32Array(bytes);
  const halves = new Uint16Array(bytes);
  const floats = new Float32Array(halves.length);
  const words = new Uint32Array(floats.buffer);
  if (type === 'BF16') {
    for (let i = 0; i < halves.length; i++) words[i] = halves[i] << 16;
  } else {
    const table = float16Table();
    for (let i = 0; i < halves.length; i++) floats[i] = table[halves[i]];
  }
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
