// The uncentred second moment E[k kᵀ] of vectors, and linear systems with it.

/** Accumulates k kᵀ over vectors (N). */
export class SecondMoment {
  readonly N: number;
  private readonly sums: Float64Array;
  private count = 0;

  constructor(N: number) {
    this.N = N;
    this.sums = new Float64Array(N * N);
  }

  add(vector: Float32Array): void {
    const { N, sums } = this;
    this.count += 1;
    for (let i = 0; i < N; i++) {
      const x = vector[i];
      if (x === 0) continue;
      for (let j = 0, at = i * N; j <= i; j++, at++) sums[at] += x * vector[j];
    }
  }

  /** E[k kᵀ] (N, N), with `ridge` times the mean of the diagonal added to the diagonal. */
  matrix(ridge: number): Float64Array {
    const { N, sums, count } = this;
    if (count === 0) throw new Error('A second moment needs at least one vector.');
    const C = new Float64Array(N * N);
    let trace = 0;
    for (let i = 0; i < N; i++) {
      for (let j = 0; j <= i; j++) {
        C[i * N + j] = sums[i * N + j] / count;
        C[j * N + i] = C[i * N + j];
      }
      trace += C[i * N + i];
    }
    for (let i = 0; i < N; i++) C[i * N + i] += (ridge * trace) / N;
    return C;
  }
}

/** Solves A x = b for a symmetric positive definite A (N, N) by Cholesky decomposition. Throws if A is not. */
export function solvePositiveDefinite(A: Float64Array, b: ArrayLike<number>): Float64Array {
  const N = b.length;
  const L = cholesky(A, N);
  const x = Float64Array.from(b);
  for (let i = 0; i < N; i++) {
    for (let j = 0; j < i; j++) x[i] -= L[i * N + j] * x[j];
    x[i] /= L[i * N + i];
  }
  for (let i = N - 1; i >= 0; i--) {
    for (let j = i + 1; j < N; j++) x[i] -= L[j * N + i] * x[j];
    x[i] /= L[i * N + i];
  }
  return x;
}

function cholesky(A: Float64Array, N: number): Float64Array {
  const L = new Float64Array(N * N);
  for (let i = 0; i < N; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = A[i * N + j];
      for (let k = 0; k < j; k++) sum -= L[i * N + k] * L[j * N + k];
      if (i !== j) L[i * N + j] = sum / L[j * N + j];
      else if (sum > 0) L[i * N + i] = Math.sqrt(sum);
      else throw new Error('The second moment is not positive definite: some neurons are always 0.');
    }
  }
  return L;
}
