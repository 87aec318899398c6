// QK and OV circuits of a head over the vocabulary: which token attends to which, and which tokens reading one makes more probable, from
// the weights alone (Elhage et al. 2021, "A Mathematical Framework for Transformer Circuits").

import { EigenvalueDecomposition, Matrix } from 'ml-matrix';
import { modelViews } from '../../../model/architecture/architecture.ts';
import { headWidth, type ModelConfig } from '../../../model/architecture/config.ts';
import { type NormView, viewNumbers, type WeightView } from '../../../model/architecture/views/views.ts';
import type { WeightValues } from '../../../model/architecture/weights.ts';
import type { Job } from '../../../shared/job.ts';
import type { Random } from '../../../shared/random.ts';
import type { HeadIndex } from '../head-index.ts';

/** Factors of N × N matrices over the first N tokens, each (N, D): entry (i, j) is the product of row i of one and row j of the other. */
export interface CircuitFactors {
  /** Scores by query and key, divided by √D. */
  readonly qk: readonly [query: Matrix, key: Matrix];
  /** Logits of each token by the token that is read. */
  readonly ov: readonly [source: Matrix, target: Matrix];
  /** (C, C): the embedding and the other matrix's table, between which random heads are put. */
  readonly between: { readonly qk: Matrix; readonly ov: Matrix };
}

export function headCircuitViews(config: ModelConfig, { layer, head }: HeadIndex): WeightView[] {
  const views = modelViews(config);
  const { query, key, value, output } = views.head(layer, head);
  return [
    ...[views.embedding, views.unembedding, query.weight, key.weight, value.weight, output],
    ...[views.norm(layer, 0).gain, views.finalNorm.gain],
  ];
}

/**
 * The embedding goes through the gain of the norm before the head, the unembedding through that of the final one, both without their
 * divisors and biases; positions, rotation and norms of queries and keys are left out, and all that earlier layers write.
 */
export function circuitFactors(
  config: ModelConfig,
  weights: WeightValues,
  { layer, head }: HeadIndex,
  N: number,
): CircuitFactors {
  const views = modelViews(config);
  const D = headWidth(config);
  const matrix = (view: WeightView, rows = view.rows) =>
    Matrix.from1DArray(rows, view.columns, viewNumbers(weights, { ...view, rows }));
  const read = centredRows(matrix(views.embedding, N), views.norm(layer, 0), weights);
  const written = centredRows(matrix(views.unembedding, N), views.finalNorm, weights, true);
  const { query, key, value, output } = views.head(layer, head);
  return {
    qk: [read.mmul(matrix(query.weight)).div(Math.sqrt(D)), read.mmul(matrix(key.weight))],
    ov: [read.mmul(matrix(value.weight)), written.mmul(matrix(output).transpose())],
    between: { qk: read.transpose().mmul(read), ov: written.transpose().mmul(read) },
  };
}

/**
 * (C, C): the unembedding's rows times the embedding's as the heads of any layer read them, but for the gain of the norm before them, over
 * the first N tokens. Yields after each block of rows.
 */
export async function* tableProduct(config: ModelConfig, weights: WeightValues, N: number): Job<Matrix> {
  const views = modelViews(config);
  const { C } = config;
  const norm = views.norm(0, 0);
  const product = Matrix.zeros(C, C);
  for (let first = 0; first < N; first += ROWS_AT_ONCE) {
    const rows = Math.min(ROWS_AT_ONCE, N - first);
    const block = (view: WeightView) =>
      Matrix.from1DArray(
        ...([rows, view.columns] as const),
        viewNumbers(weights, { ...view, rows, offset: view.offset + first * view.rowStride }),
      );
    const read = centredRows(block(views.embedding), { isCentred: norm.isCentred }, weights);
    const written = centredRows(block(views.unembedding), views.finalNorm, weights, true);
    product.add(written.transpose().mmul(read));
    yield { label: 'tokens read', done: first + rows, total: N };
  }
  return product;
}

/**
 * Rows of a table as a norm without its divisor leaves them; `isAfter`: rows that are multiplied with what it leaves, to be multiplied with
 * what it reads instead.
 */
function centredRows(
  table: Matrix,
  { gain, isCentred }: Pick<NormView, 'isCentred'> & Partial<NormView>,
  weights: WeightValues,
  isAfter = false,
): Matrix {
  const gains = gain && viewNumbers(weights, gain);
  const scale = (row: number[]) => (gains ? row.map((x, c) => x * gains[c]) : row);
  const centre = (row: number[]) => {
    const mean = row.reduce((sum, x) => sum + x, 0) / row.length;
    return isCentred ? row.map((x) => x - mean) : row;
  };
  for (let r = 0; r < table.rows; r++) {
    const row = table.getRow(r);
    table.setRow(r, isAfter ? centre(scale(row)) : scale(centre(row)));
  }
  return table;
}

export interface Pair {
  readonly from: number;
  readonly to: number;
  readonly value: number;
}

/** The `count` largest entries of left · rightᵀ, and the share of rows whose largest entry is the diagonal one. */
export async function* largestEntries(
  left: Matrix,
  right: Matrix,
  count: number,
): Job<{ readonly pairs: Pair[]; readonly ownFirst: number }> {
  const N = left.rows;
  let pairs: Pair[] = [];
  let own = 0;
  const transposed = right.transpose();
  for (let first = 0; first < N; first += ROWS_AT_ONCE) {
    const end = Math.min(N, first + ROWS_AT_ONCE);
    const block = left.subMatrix(first, end - 1, 0, left.columns - 1).mmul(transposed);
    for (let r = 0; r < block.rows; r++) {
      const row = block.getRow(r);
      const least = pairs.length < count ? Number.NEGATIVE_INFINITY : pairs[count - 1].value;
      const found = row.flatMap((value, to) => (value > least ? [{ from: first + r, to, value }] : []));
      if (found.length > 0) pairs = [...pairs, ...found].sort((a, b) => b.value - a.value).slice(0, count);
      if (row.every((value, to) => to === first + r || value < row[first + r])) own++;
    }
    yield { label: 'tokens compared', done: end, total: N };
  }
  return { pairs, ownFirst: own / N };
}

const ROWS_AT_ONCE = 128;

/**
 * Σ λ / Σ |λ| over the eigenvalues of left · rightᵀ, which are those of the (D, D) matrix rightᵀ · left: 1 where every direction is mapped
 * to itself, −1 where to its opposite, about 0 at random.
 */
export const eigenvalueScore = (left: Matrix, right: Matrix): number =>
  eigenvalueShare(right.transpose().mmul(left));

export function eigenvalueShare(square: Matrix): number {
  const { realEigenvalues: re, imaginaryEigenvalues: im } = new EigenvalueDecomposition(square);
  const size = re.reduce((sum, x, i) => sum + Math.hypot(x, im[i]), 0);
  return size === 0 ? 0 : re.reduce((sum, x) => sum + x, 0) / size;
}

/** The score of a head with matrices of independent normal numbers, between the same tables. */
export function randomScore(between: Matrix, D: number, stream: Random): number {
  const normal = (rows: number, columns: number) =>
    Matrix.from1DArray(
      rows,
      columns,
      Array.from({ length: rows * columns }, () => stream.normal()),
    );
  const C = between.rows;
  return eigenvalueShare(normal(D, C).mmul(between).mmul(normal(C, D)));
}
