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
