// Vectors and matrices as plain arrays, and their formatting.

import { formatSigned } from '../../format/numbers.ts';

/** Row `index` of a row-major matrix with `width` columns. */
export const rowOf = (matrix: Float32Array, index: number, width: number): Float32Array =>
  matrix.subarray(index * width, (index + 1) * width);

export const norm = (vector: Float32Array): number => Math.sqrt(dot(vector, vector));

export const dot = (a: Float32Array, b: Float32Array): number =>
  a.reduce((sum, value, i) => sum + value * b[i], 0);

export const addVectors = (a: Float32Array, b: Float32Array): Float32Array =>
  a.map((value, i) => value + b[i]);

export const maxAbs = (...vectors: Float32Array[]): number =>
  vectors.reduce((most, vector) => vector.reduce((max, value) => Math.max(max, Math.abs(value)), most), 0);

/** The transpose of a row-major matrix with `width` columns. */
export function transpose(matrix: Float32Array, width: number): Float32Array<ArrayBuffer> {
  const rows = matrix.length / width;
  return Float32Array.from(matrix, (_, i) => matrix[(i % rows) * width + Math.floor(i / rows)]);
}

/** The first components of a vector, with … if there are more. */
export function formatVector(vector: Float32Array, maxCount = 8): string {
  const shown = Array.from(vector.subarray(0, maxCount), formatSigned).join('  ');
  return vector.length > maxCount ? `${shown}  …` : shown;
}
