// Arrays that the inspector reads and writes.

/** A row-major array of any rank. */
export interface NDArray {
  readonly shape: readonly number[];
  readonly data: Float32Array<ArrayBuffer>;
}

/** Vectors of equal dimension, a row each. */
export interface Vectors {
  /** (N, d). */
  readonly numbers: Float32Array;
  readonly N: number;
  readonly d: number;
}

/** The activation becomes `activation × factor + offset`, element by element, before later ops read it. */
export interface AffineIntervention {
  readonly factor: Float32Array<ArrayBuffer>;
  readonly offset: Float32Array<ArrayBuffer>;
}
