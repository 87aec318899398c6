// Conversion of the floating-point types of a file (F32, F16, BF16) to 32-bit floats.

import { fromFloat16 } from '../../shared/float16.ts';

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
  if (type === 'F16') return fromFloat16(halves);
  const floats = new Float32Array(halves.length);
  const words = new Uint32Array(floats.buffer);
  for (let i = 0; i < halves.length; i++) words[i] = halves[i] << 16;
  return floats;
}
