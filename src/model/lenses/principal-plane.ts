// Looking at an embedding in three dimensions: its principal components, held steady from one look to the next.

import { PCA } from 'ml-pca';
import { dotProduct, type Embedding, vectorOf } from './embedding.ts';

const AXES = 3;
/** Axes whose spreads differ by less than this share keep the places they had. */
const NEARLY_EQUAL = 0.1;
/** Numbers of an embedding that are decomposed exactly; of a larger one, so many are looked at. */
const MOST_NUMBERS = 1_500_000;
/** After which the axes have settled as far as a picture shows. */
const ROUNDS = 40;

export interface PrincipalAxes {
  /** Three unit vectors (C), the widest spread first; fewer if C is less. */
  readonly axes: readonly Float64Array[];
  /** Share of the variance along each of them. */
  readonly explained: readonly number[];
  /** (C): the mean of all tokens. */
  readonly mean: Float64Array;
  /** (V, 3), row-major: where each token lies, from the mean of all. */
  readonly points: Float32Array<ArrayBuffer>;
}

/**
 * Principal components of the token embeddings. A component has no sign of its own: each takes the one that agrees with
 * `before`, so that a picture drawn again at a later step does not flip. For the same reason two axes of nearly the same
 * spread do not change places.
 */
export function principalAxes(embedding: Embedding, before?: PrincipalAxes): PrincipalAxes {
  const { V, C } = embedding;
  const old = before?.mean.length === C ? before.axes : [];
  const found = V * C > MOST_NUMBERS ? leadingAxes(embedding) : allAxes(embedding).slice(0, AXES);
  const kept = inOldPlaces(found, old);
  const axes = kept.map(({ axis }, i) =>
    old[i] && dotProduct(old[i], axis) < 0 ? axis.map((value) => -value) : axis,
  );
  const mean = new Float64Array(C);
  for (let id = 0; id < V; id++) addTo(mean, vectorOf(embedding, id), 1 / V);
  const points = new Float32Array(V * AXES);
  for (let id = 0; id < V; id++) points.set(pointOf(vectorOf(embedding, id), { axes, mean }), id * AXES);
  return { axes, explained: kept.map(({ share }) => share), mean, points };
}

interface Axis {
  readonly axis: Float64Array;
  /** Of the variance. */
  readonly share: number;
}

function allAxes(embedding: Embedding): Axis[] {
  const rows = Array.from({ length: embedding.V }, (_, id) => Array.from(vectorOf(embedding, id)));
  const pca = new PCA(rows, { method: 'covarianceMatrix' });
  const vectors = pca.getEigenvectors();
  return pca
    .getExplainedVariance()
    .map((share, i) => ({ axis: Float64Array.from(vectors.getColumn(i)), share }));
}

/**
 * Of a large embedding only the axes that are drawn, by orthogonal iteration (Golub & Van Loan, 8.2) on tokens spread evenly
 * over the vocabulary: what a whole decomposition takes, a visitor would not wait for.
 */
function leadingAxes(embedding: Embedding): Axis[] {
  const { V, C } = embedding;
  const count = Math.min(V, Math.floor(MOST_NUMBERS / C));
  const sample = Array.from({ length: count }, (_, i) => vectorOf(embedding, Math.floor((i * V) / count)));
  const mean = new Float64Array(C);
  for (const row of sample) addTo(mean, row, 1 / count);
  const centred = sample.map((row) => Float64Array.from(row, (value, i) => value - mean[i]));
  const total = centred.reduce((sum, row) => sum + dotProduct(row, row), 0);
  let axes = Array.from({ length: AXES }, (_, k) => Float64Array.from(centred[k]));
  let spread: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const turned = axes.map(() => new Float64Array(C));
    spread = axes.map(() => 0);
    for (const row of centred) {
      axes.forEach((axis, k) => {
        const along = dotProduct(row, axis);
        spread[k] += along * along;
        addTo(turned[k], row, along);
      });
    }
    axes = orthonormal(turned);
  }
  return axes
    .map((axis, k) => ({ axis, share: total > 0 ? spread[k] / total : 0 }))
    .sort((one, other) => other.share - one.share);
}

function addTo(sum: Float64Array, vector: ArrayLike<number>, factor: number): void {
  for (let i = 0; i < sum.length; i++) sum[i] += factor * vector[i];
}

function orthonormal(vectors: readonly Float64Array[]): Float64Array<ArrayBuffer>[] {
  const found: Float64Array<ArrayBuffer>[] = [];
  for (const vector of vectors) {
    const rest = Float64Array.from(vector);
    for (const before of found) {
      const along = dotProduct(rest, before);
      addTo(rest, before, -along);
    }
    const length = Math.sqrt(dotProduct(rest, rest));
    found.push(rest.map((value) => (length > 0 ? value / length : 0)));
  }
  return found;
}

/** Where a vector (C) lies on the axes: three numbers. */
export function pointOf(
  vector: ArrayLike<number>,
  { axes, mean }: Pick<PrincipalAxes, 'axes' | 'mean'>,
): number[] {
  return Array.from({ length: AXES }, (_, i) =>
    axes[i] ? dotProduct(vector, axes[i]) - dotProduct(mean, axes[i]) : 0,
  );
}

function inOldPlaces<Found extends { axis: Float64Array; share: number }>(
  found: readonly Found[],
  old: readonly Float64Array[],
): Found[] {
  const kept = [...found];
  for (let i = 1; i < kept.length && old[i]; i++) {
    const [one, other] = [kept[i - 1], kept[i]];
    const likeness = (axis: number, { axis: vector }: Found) => Math.abs(dotProduct(old[axis], vector));
    const swapped = likeness(i - 1, other) + likeness(i, one) > likeness(i - 1, one) + likeness(i, other);
    if (swapped && other.share > one.share * (1 - NEARLY_EQUAL)) [kept[i - 1], kept[i]] = [other, one];
  }
  return kept;
}
