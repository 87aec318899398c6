// Arithmetic on rows of numbers. Sums add in the order of the numbers, in double precision.

export const indices = (count: number): number[] => Array.from({ length: count }, (_, i) => i);

/** Whether `value` counts one of so many things, from 0. */
export const isIndex = (value: number, count: number): boolean =>
  Number.isInteger(value) && value >= 0 && value < count;

export function sum(values: ArrayLike<number>): number {
  let total = 0;
  for (let i = 0; i < values.length; i++) total += values[i];
  return total;
}

/** NaN of no values. */
export const mean = (values: ArrayLike<number>): number => sum(values) / values.length;

/** Over the numbers of `a`. */
export function dotProduct(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let total = 0;
  for (let i = 0; i < a.length; i++) total += a[i] * b[i];
  return total;
}

/** Euclidean length. */
export const l2Norm = (vector: ArrayLike<number>): number => Math.sqrt(dotProduct(vector, vector));

/** Cosine similarity; 0 if a vector is zero. */
export function cosine(a: ArrayLike<number>, b: ArrayLike<number>): number {
  const size = Math.sqrt(dotProduct(a, a) * dotProduct(b, b));
  return size > 0 ? dotProduct(a, b) / size : 0;
}

/** The vector divided by its length; zero stays zero. */
export function unit<TVector extends Float32Array | Float64Array>(vector: TVector): TVector {
  const length = l2Norm(vector) || 1;
  return vector.map((value) => value / length) as TVector;
}

/** Adds `factor` times the numbers of `row` to those of `to`. */
export function addScaled(to: Float32Array | Float64Array, row: ArrayLike<number>, factor: number): void {
  for (let i = 0; i < to.length; i++) to[i] += factor * row[i];
}

/** Row `index` of numbers (N, width), a view. */
export const rowOf = <TNumbers extends Float32Array | Float64Array>(
  numbers: TNumbers,
  index: number,
  width: number,
): TNumbers => numbers.subarray(index * width, (index + 1) * width) as TNumbers;

/** Column `index` of numbers (N, width), a copy. */
export const columnOf = (numbers: ArrayLike<number>, index: number, width: number): Float64Array =>
  Float64Array.from({ length: numbers.length / width }, (_, row) => numbers[row * width + index]);

/** a (R, D) times b (D, N), row-major. */
export function product(a: Float32Array, b: Float32Array, D: number): Float32Array<ArrayBuffer> {
  const [R, N] = [a.length / D, b.length / D];
  const result = new Float32Array(R * N);
  for (let r = 0; r < R; r++) {
    for (let n = 0; n < N; n++) {
      let sum = 0;
      for (let d = 0; d < D; d++) sum += a[r * D + d] * b[d * N + n];
      result[r * N + n] = sum;
    }
  }
  return result;
}
