// Ridge regression onto one-hot labels, for many labellings and folds of the same vectors at once.

import { cholesky, solveCholesky } from '../../shared/cholesky.ts';
import { dotProduct, rowOf } from '../../shared/numbers.ts';

/** Sums over rows from which a fit follows: those of a part are taken off those of all. */
interface Moments {
  n: number;
  /** (C). */
  readonly sum: Float64Array;
  /** (C, C), lower half. */
  readonly gram: Float64Array;
}

/** Relative to the mean variance of a feature: fixed beforehand, and not tuned on what is held out. */
const PENALTY = 0.1;

export interface RidgeFit {
  /** (K, C). */
  readonly weights: Float64Array;
  /** (K). */
  readonly biases: Float64Array;
}

/** Vectors (N, C) and the rows of each fold; a fit leaves one fold out, or none. */
export class Ridge {
  readonly #rows: Float32Array;
  readonly #C: number;
  readonly #folds: readonly (readonly number[])[];
  readonly #all: Moments;
  readonly #factors = new Map<number | undefined, ReturnType<typeof factorOf>>();

  constructor(rows: Float32Array, C: number, folds: readonly (readonly number[])[]) {
    this.#rows = rows;
    this.#C = C;
    this.#folds = folds;
    this.#all = momentsOf(rows, C, folds.flat());
  }

  /** Classes of `labels` are 0 to K − 1, by row. */
  fit(labels: readonly number[], K: number, without?: number): RidgeFit {
    const C = this.#C;
    const vectors = this.#rows;
    const factor = this.#factorFor(without);
    const { mean, n } = factor;
    const left = without === undefined ? [] : this.#folds[without];
    const rows = this.#folds.flatMap((fold) => (fold === left ? [] : fold));
    const counts = new Float64Array(K);
    const sums = new Float64Array(K * C);
    for (const row of rows) {
      const label = labels[row];
      counts[label] += 1;
      for (let c = 0; c < C; c++) sums[label * C + c] += vectors[row * C + c];
    }
    const weights = new Float64Array(K * C);
    const biases = new Float64Array(K);
    for (let k = 0; k < K; k++) {
      // Xᵀy of centred vectors, whatever the mean of y.
      const right = rowOf(sums, k, C).map((sum, c) => sum - counts[k] * mean[c]);
      const w = solveCholesky(factor.lower, right, C);
      weights.set(w, k * C);
      biases[k] = counts[k] / n - dotProduct(w, mean);
    }
    return { weights, biases };
  }

  /** The class with the highest score. */
  predict({ weights, biases }: RidgeFit, row: number): number {
    const C = this.#C;
    const rows = this.#rows;
    let best = 0;
    let highest = Number.NEGATIVE_INFINITY;
    for (let k = 0; k < biases.length; k++) {
      let score = biases[k];
      for (let c = 0; c < C; c++) score += weights[k * C + c] * rows[row * C + c];
      if (score <= highest) continue;
      highest = score;
      best = k;
    }
    return best;
  }

  #factorFor(without: number | undefined) {
    const known = this.#factors.get(without);
    if (known) return known;
    const part = without === undefined ? undefined : momentsOf(this.#rows, this.#C, this.#folds[without]);
    const factor = factorOf(this.#all, part, this.#C);
    this.#factors.set(without, factor);
    return factor;
  }
}

function momentsOf(rows: Float32Array, C: number, indices: readonly number[]): Moments {
  const sum = new Float64Array(C);
  const gram = new Float64Array(C * C);
  for (const index of indices) {
    const row = rowOf(rows, index, C);
    for (let i = 0; i < C; i++) {
      const value = row[i];
      sum[i] += value;
      for (let j = 0; j <= i; j++) gram[i * C + j] += value * row[j];
    }
  }
  return { n: indices.length, sum, gram };
}

/** Mean, and the lower Cholesky factor of the penalized covariance, of all rows less a part. */
function factorOf(all: Moments, part: Moments | undefined, C: number) {
  const n = all.n - (part?.n ?? 0);
  const mean = all.sum.map((sum, c) => (sum - (part?.sum[c] ?? 0)) / n);
  const matrix = new Float64Array(C * C);
  let trace = 0;
  for (let i = 0; i < C; i++) {
    for (let j = 0; j <= i; j++)
      matrix[i * C + j] = all.gram[i * C + j] - (part?.gram[i * C + j] ?? 0) - n * mean[i] * mean[j];
    trace += matrix[i * C + i];
  }
  const penalty = (PENALTY * trace) / C || 1;
  for (let i = 0; i < C; i++) matrix[i * C + i] += penalty;
  return { n, mean, lower: cholesky(matrix, C) };
}
