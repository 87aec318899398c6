// Numbers of a file as the engine takes them: 32-bit floats, from themselves or from either kind of half.

/** Types of numbers that are weights here, and their bytes. */
export const FLOAT_BYTES = { F32: 4, F16: 2, BF16: 2 } as const;
export type FloatType = keyof typeof FLOAT_BYTES;

export function isFloatType(name: string): name is FloatType {
  return name in FLOAT_BYTES && Object.hasOwn(FLOAT_BYTES, name);
}

/** Little-endian numbers of a file; the bytes must be a whole number of them, and their buffer's own from its start. */
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

/** What each of the 65,536 patterns of IEEE 754's half precision stands for. */
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
