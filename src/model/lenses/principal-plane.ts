// Looking at an embedding in three dimensions: its principal components, held steady from one look to the next.

import { PCA } from 'ml-pca';
import { dotProduct, type Embedding, vectorOf } from './embedding.ts';

const AXES = 3;
/** Axes whose spreads differ by less than this share keep the places they had. */
const NEARLY_EQUAL = 0.1;

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
  const rows = Array.from({ length: V }, (_, id) => Array.from(vectorOf(embedding, id)));
  const pca = new PCA(rows, { method: 'covarianceMatrix' });
  const vectors = pca.getEigenvectors();
  const shares = pca.getExplainedVariance();
  const old = before?.mean.length === C ? before.axes : [];
  const found = Array.from({ length: Math.min(AXES, C) }, (_, axis) => ({
    axis: Float64Array.from(vectors.getColumn(axis)),
    share: shares[axis],
  }));
  const kept = inOldPlaces(found, old);
  const axes = kept.map(({ axis }, i) =>
    old[i] && dotProduct(old[i], axis) < 0 ? axis.map((value) => -value) : axis,
  );
  const mean = new Float64Array(C);
  for (const row of rows) for (let i = 0; i < C; i++) mean[i] += row[i] / V;
  const points = new Float32Array(rows.flatMap((row) => pointOf(row, { axes, mean })));
  return { axes, explained: kept.map(({ share }) => share), mean, points };
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
