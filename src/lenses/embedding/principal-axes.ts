// The first three principal components of an embedding, with stable signs and order from one step to the next.

import { PCA } from 'ml-pca';
import { addScaled, dotProduct, sum } from '../../shared/numbers.ts';
import { type Embedding, embeddingVector } from './embedding.ts';

const AXES = 3;
/** Axes whose variances differ by less than this share keep their order. */
const NEARLY_EQUAL = 0.1;
/** A larger embedding is decomposed approximately, from a sample of this size. */
const MAX_ENTRIES = 1_500_000;
/** Iterations after which the axes no longer change visibly. */
const ROUNDS = 40;

export interface PrincipalAxes {
  /** Three unit vectors (C) in descending order of variance; fewer if C < 3. */
  readonly axes: readonly Float64Array[];
  /** Share of the variance along each of them. */
  readonly explained: readonly number[];
  /** (C): the mean of all tokens. */
  readonly mean: Float64Array;
  /** (V, 3), row-major: each token's coordinates, relative to the mean. */
  readonly points: Float32Array<ArrayBuffer>;
}

/**
 * Principal components of the token embeddings. The sign of a component is arbitrary: each takes the sign that agrees with
 * `previous`, so that a plot of a later step is not mirrored. For the same reason two axes of nearly equal variance keep
 * their order.
 */
export function principalAxes(embedding: Embedding, previous?: PrincipalAxes): PrincipalAxes {
  const { V, C } = embedding;
  const previousAxes = previous?.mean.length === C ? previous.axes : [];
  const components = V * C > MAX_ENTRIES ? leadingAxes(embedding) : allAxes(embedding).slice(0, AXES);
  const ordered = keepOrder(components, previousAxes);
  const axes = ordered.map(({ axis }, i) =>
    previousAxes[i] && dotProduct(previousAxes[i], axis) < 0 ? axis.map((value) => -value) : axis,
  );
  const mean = new Float64Array(C);
  for (let id = 0; id < V; id++) addScaled(mean, embeddingVector(embedding, id), 1 / V);
  const points = new Float32Array(V * AXES);
  for (let id = 0; id < V; id++)
    points.set(projectOntoAxes(embeddingVector(embedding, id), { axes, mean }), id * AXES);
  return { axes, explained: ordered.map(({ share }) => share), mean, points };
}

interface Axis {
  readonly axis: Float64Array;
  /** Shares of the variance. */
  readonly share: number;
}

function allAxes(embedding: Embedding): Axis[] {
  const rows = Array.from({ length: embedding.V }, (_, id) => Array.from(embeddingVector(embedding, id)));
  const pca = new PCA(rows, { method: 'covarianceMatrix' });
  const vectors = pca.getEigenvectors();
  return pca
    .getExplainedVariance()
    .map((share, i) => ({ axis: Float64Array.from(vectors.getColumn(i)), share }));
}

/**
 * Only the leading axes, by orthogonal iteration (Golub & Van Loan, 8.2) on tokens spread evenly over the vocabulary: a full
 * decomposition of a large embedding takes too long.
 */
function leadingAxes(embedding: Embedding): Axis[] {
  const { V, C } = embedding;
  const count = Math.min(V, Math.floor(MAX_ENTRIES / C));
  const sample = Array.from({ length: count }, (_, i) =>
    embeddingVector(embedding, Math.floor((i * V) / count)),
  );
  const mean = new Float64Array(C);
  for (const row of sample) addScaled(mean, row, 1 / count);
  const centred = sample.map((row) => Float64Array.from(row, (value, i) => value - mean[i]));
  const total = sum(centred.map((row) => dotProduct(row, row)));
  let axes = Array.from({ length: AXES }, (_, k) => Float64Array.from(centred[k]));
  let spread: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const products = axes.map(() => new Float64Array(C));
    spread = axes.map(() => 0);
    for (const row of centred) {
      axes.forEach((axis, k) => {
        const along = dotProduct(row, axis);
        spread[k] += along * along;
        addScaled(products[k], row, along);
      });
    }
    axes = orthonormalize(products);
  }
  return axes
    .map((axis, k) => ({ axis, share: total > 0 ? spread[k] / total : 0 }))
    .sort((one, other) => other.share - one.share);
}

function orthonormalize(vectors: readonly Float64Array[]): Float64Array<ArrayBuffer>[] {
  const basis: Float64Array<ArrayBuffer>[] = [];
  for (const vector of vectors) {
    const remainder = Float64Array.from(vector);
    for (const previous of basis) {
      addScaled(remainder, previous, -dotProduct(remainder, previous));
    }
    const length = Math.sqrt(dotProduct(remainder, remainder));
    basis.push(remainder.map((value) => (length > 0 ? value / length : 0)));
  }
  return basis;
}

/** Coordinates of a vector (C) on the axes: three numbers. */
export function projectOntoAxes(
  vector: ArrayLike<number>,
  { axes, mean }: Pick<PrincipalAxes, 'axes' | 'mean'>,
): number[] {
  return Array.from({ length: AXES }, (_, i) =>
    axes[i] ? dotProduct(vector, axes[i]) - dotProduct(mean, axes[i]) : 0,
  );
}

function keepOrder<TAxis extends { axis: Float64Array; share: number }>(
  axes: readonly TAxis[],
  previous: readonly Float64Array[],
): TAxis[] {
  const ordered = [...axes];
  for (let i = 1; i < ordered.length && previous[i]; i++) {
    const [one, other] = [ordered[i - 1], ordered[i]];
    const similarity = (axis: number, { axis: vector }: TAxis) =>
      Math.abs(dotProduct(previous[axis], vector));
    const isSwapped =
      similarity(i - 1, other) + similarity(i, one) > similarity(i - 1, one) + similarity(i, other);
    if (isSwapped && other.share > one.share * (1 - NEARLY_EQUAL))
      [ordered[i - 1], ordered[i]] = [other, one];
  }
  return ordered;
}
