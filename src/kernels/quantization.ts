// Rows of numbers in 16, 8 or 4 bits each: float16, or codes that a scale multiplies. Kernels read them as they lie.

import { fromFloat16, toFloat16 } from '../shared/float16.ts';

/** Bits of a number: 16 for float16, 8 and 4 for signed codes. */
export type CodeBits = 16 | 8 | 4;

/** Largest code: the range is symmetric, so that 0 has the code 0 and −w that of w, negated. */
const LEVELS = { 8: 127, 4: 7 } as const;

/** Consecutive numbers of a row with one scale, for codes of 4 bits. Codes of 8 bits have one scale a row. */
const GROUP = 32;

/**
 * Words of a row of K codes: a multiple of 16 bytes, with zeros as padding. 16 bytes hold 8 halves, 16 codes of 8 bits or 32 of
 * 4 bits: the low halves of the bytes are codes 0 … 15, the high ones 16 … 31.
 */
export function wordsPerRow(K: number, bits: CodeBits): number {
  return 4 * Math.ceil((K * bits) / 128);
}

/** Scales of a row of K codes; float16 has none. */
export function scalesPerRow(K: number, bits: CodeBits): number {
  if (bits === 16) return 0;
  return bits === 8 ? 1 : Math.ceil(K / GROUP);
}

export interface QuantizedRows {
  /** (rows, wordsPerRow). */
  readonly codes: Int32Array<ArrayBuffer>;
  /** (rows, scalesPerRow). */
  readonly scale: Float32Array<ArrayBuffer>;
}

/** Rows (rows, K) as codes and scales. A scale is the largest magnitude of its numbers, divided by the largest code. */
export function quantizeRows(values: Float32Array, K: number, bits: CodeBits): QuantizedRows {
  const rows = values.length / K;
  const [W, G] = [wordsPerRow(K, bits), scalesPerRow(K, bits)];
  const codes = new Int32Array(rows * W);
  const scale = new Float32Array(rows * G);
  for (let row = 0; row < rows; row++) {
    const numbers = values.subarray(row * K, (row + 1) * K);
    const target = codes.subarray(row * W, (row + 1) * W);
    if (bits === 16) new Uint16Array(target.buffer, target.byteOffset, K).set(toFloat16(numbers));
    else quantizeRow(numbers, bits, target, scale.subarray(row * G, (row + 1) * G));
  }
  return { codes, scale };
}

function quantizeRow(numbers: Float32Array, bits: 8 | 4, codes: Int32Array, scale: Float32Array): void {
  const bytes = new Uint8Array(codes.buffer, codes.byteOffset, codes.byteLength);
  const group = bits === 8 ? numbers.length : GROUP;
  for (let g = 0; g < scale.length; g++) {
    const end = Math.min(numbers.length, (g + 1) * group);
    const levels = LEVELS[bits];
    let largest = 0;
    for (let k = g * group; k < end; k++) largest = Math.max(largest, Math.abs(numbers[k]));
    scale[g] = largest / levels;
    const factor = scale[g];
    // A scale of 0, also of numbers too small for one, leaves codes of 0.
    if (factor === 0) continue;
    for (let k = g * group; k < end; k++) {
      const code = Math.max(-levels, Math.min(levels, Math.round(numbers[k] / factor)));
      if (bits === 8) bytes[k] = code;
      else bytes[nibbleByte(k)] |= (code & 15) << nibbleShift(k);
    }
  }
}

const nibbleByte = (k: number) => 16 * Math.floor(k / GROUP) + (k % 16);
const nibbleShift = (k: number) => (k % GROUP < 16 ? 0 : 4);

/** The codes (rows, K) as integers, without their scales; of float16 the numbers themselves. */
export function unpackCodes(codes: Int32Array, K: number, bits: CodeBits): Float32Array<ArrayBuffer> {
  const W = wordsPerRow(K, bits);
  const rows = codes.length / W;
  const values = new Float32Array(rows * K);
  for (let row = 0; row < rows; row++) {
    const target = values.subarray(row * K, (row + 1) * K);
    const at = codes.byteOffset + 4 * row * W;
    if (bits === 16) {
      target.set(fromFloat16(new Uint16Array(codes.buffer, at, K)));
    } else if (bits === 8) {
      target.set(new Int8Array(codes.buffer, at, K));
    } else {
      const bytes = new Uint8Array(codes.buffer, at, 4 * W);
      for (let k = 0; k < K; k++) target[k] = (bytes[nibbleByte(k)] << (28 - nibbleShift(k))) >> 28;
    }
  }
  return values;
}

/** The numbers (rows, K) that kernels compute with: code × scale. */
export function dequantizeRows(
  { codes, scale }: { readonly codes: Int32Array; readonly scale?: Float32Array },
  K: number,
  bits: CodeBits,
): Float32Array<ArrayBuffer> {
  const values = unpackCodes(codes, K, bits);
  const G = scalesPerRow(K, bits);
  if (G === 0 || !scale) return values;
  const group = bits === 8 ? K : GROUP;
  for (let i = 0; i < values.length; i++) {
    const [row, k] = [Math.floor(i / K), i % K];
    values[i] *= scale[row * G + Math.floor(k / group)];
  }
  return values;
}
