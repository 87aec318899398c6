// The uncentred second moment E[k kᵀ] of vectors, and linear systems with it.

/** Vectors that are added together, so that their numbers stay in the cache. */
const BLOCK = 64;

/** Accumulates k kᵀ over vectors (N). */
export class SecondMoment {
  readonly N: number;
  /** N rounded up to whole tiles of four. */
  private readonly width: number;
  /** (width, width), the lower triangle of tiles. */
  private readonly sums: Float64Array;
  private count = 0;

  constructor(N: number) {
    this.N = N;
    this.width = 4 * Math.ceil(N / 4);
    this.sums = new Float64Array(this.width ** 2);
  }

  /** Adds vectors (count, N). Many at once take less time, and give the same bits. */
  add(vectors: Float32Array): void {
    const { N, width } = this;
    const count = vectors.length / N;
    this.count += count;
    for (let start = 0; start < count; start += BLOCK) {
      const size = Math.min(BLOCK, count - start);
      const columns = new Float64Array(width * size);
      for (let k = 0, at = start * N; k < size; k++)
        for (let i = 0; i < N; i++, at++) columns[i * size + k] = vectors[at];
      this.addBlock(columns, size);
    }
  }

  /** Adds vectors, given as columns (width, size). In tiles of four by two, each number that is read enters several sums. */
  private addBlock(columns: Float64Array, size: number): void {
    const { width, sums } = this;
    for (let i = 0; i < width; i += 4) {
      for (let j = 0; j <= i + 2; j += 2) {
        const first = i * width + j;
        const second = first + width;
        const third = second + width;
        const fourth = third + width;
        let a = sums[first];
        let b = sums[first + 1];
        let c = sums[second];
        let d = sums[second + 1];
        let e = sums[third];
        let f = sums[third + 1];
        let g = sums[fourth];
        let h = sums[fourth + 1];
        for (let k = 0, p = i * size, q = j * size; k < size; k++, p++, q++) {
          const u = columns[q];
          const v = columns[q + size];
          const w = columns[p];
          const x = columns[p + size];
          const y = columns[p + 2 * size];
          const z = columns[p + 3 * size];
          a += w * u;
          b += w * v;
          c += x * u;
          d += x * v;
          e += y * u;
          f += y * v;
          g += z * u;
          h += z * v;
        }
        sums[first] = a;
        sums[first + 1] = b;
        sums[second] = c;
        sums[second + 1] = d;
        sums[third] = e;
        sums[third + 1] = f;
        sums[fourth] = g;
        sums[fourth + 1] = h;
      }
    }
  }

  /** E[k kᵀ] (N, N), with `ridge` times the mean of the diagonal added to the diagonal. */
  matrix(ridge: number): Float64Array {
    const { N, width, sums, count } = this;
    if (count === 0) throw new Error('A second moment needs at least one vector.');
    const C = new Float64Array(N * N);
    let trace = 0;
    for (let i = 0; i < N; i++) {
      for (let j = 0; j <= i; j++) {
        C[i * N + j] = sums[i * width + j] / count;
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
