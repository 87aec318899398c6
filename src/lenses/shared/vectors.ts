// Rows of numbers that several lenses work on.

/** Vectors of equal dimension, a row each. */
export interface Vectors {
  /** (N, d). */
  readonly numbers: Float32Array;
  readonly N: number;
  readonly d: number;
}
