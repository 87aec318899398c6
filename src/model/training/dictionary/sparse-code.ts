// Activations of features at many tokens, of which few are above 0: memory for those alone.

import type { TokenPosition } from '../../inspection/corpus-activations.ts';
import type { Vectors } from '../../inspection/nd-array.ts';

export class SparseCode {
  readonly features: number;
  /** By feature, the rows where it is above 0, in order, and its activations there. */
  readonly #rows: number[][];
  readonly #values: number[][];
  #count = 0;

  constructor(features: number) {
    this.features = features;
    this.#rows = Array.from({ length: features }, () => []);
    this.#values = Array.from({ length: features }, () => []);
  }

  /** Rows encoded so far. */
  get count(): number {
    return this.#count;
  }

  /** Adds rows (n, F). */
  add(activations: Float32Array): void {
    const { features } = this;
    for (let i = 0; i < activations.length; i++) {
      if (activations[i] <= 0) continue;
      this.#rows[i % features].push(this.#count + Math.floor(i / features));
      this.#values[i % features].push(activations[i]);
    }
    this.#count += activations.length / features;
  }

  /** In how many rows a feature is above 0. */
  active(feature: number): number {
    return this.#rows[feature].length;
  }

  /** Mean number of features above 0 in a row. */
  get used(): number {
    return this.#rows.reduce((sum, rows) => sum + rows.length, 0) / Math.max(1, this.#count);
  }

  /** Features that are above 0 in no row. */
  get dead(): number {
    return this.#rows.filter(({ length }) => length === 0).length;
  }

  /** A feature's activations above 0 (n, 1), with the places of their rows. */
  column(
    feature: number,
    positions: readonly TokenPosition[],
  ): { vectors: Vectors; positions: TokenPosition[] } {
    const numbers = Float32Array.from(this.#values[feature]);
    return {
      vectors: { numbers, N: numbers.length, d: 1 },
      positions: this.#rows[feature].map((row) => positions[row]),
    };
  }

  /** (n, F), zeros included. */
  toDense(): Vectors {
    const [N, d] = [this.#count, this.features];
    const numbers = new Float32Array(N * d);
    this.#rows.forEach((rows, feature) => {
      rows.forEach((row, i) => {
        numbers[row * d + feature] = this.#values[feature][i];
      });
    });
    return { numbers, N, d };
  }
}
