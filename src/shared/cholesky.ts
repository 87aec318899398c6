// Linear equations with a symmetric positive definite matrix, by its Cholesky factor.

/** Lower factor L of a positive definite matrix (C, C), whose lower half is given, in place. */
export function cholesky(matrix: Float64Array, C: number): Float64Array {
  for (let i = 0; i < C; i++)
    for (let j = 0; j <= i; j++) {
      let sum = matrix[i * C + j];
      for (let k = 0; k < j; k++) sum -= matrix[i * C + k] * matrix[j * C + k];
      matrix[i * C + j] = i === j ? Math.sqrt(Math.max(sum, 1e-12)) : sum / matrix[j * C + j];
    }
  return matrix;
}

/** x with L Lᵀ x = b. */
export function solveCholesky(lower: Float64Array, b: Float64Array, C: number): Float64Array {
  const x = b.slice();
  for (let i = 0; i < C; i++) {
    let sum = x[i];
    for (let k = 0; k < i; k++) sum -= lower[i * C + k] * x[k];
    x[i] = sum / lower[i * C + i];
  }
  // By rows of L, which lie together in memory: each solved x is taken off those before it.
  for (let i = C - 1; i >= 0; i--) {
    const value = x[i] / lower[i * C + i];
    x[i] = value;
    for (let k = 0; k < i; k++) x[k] -= lower[i * C + k] * value;
  }
  return x;
}
