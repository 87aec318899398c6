// Looking at an embedding in three dimensions: its principal components, held steady from one look to the next.

import { PCA } from 'ml-pca';
import { dotProduct, type Embedding, vectorOf } from './embedding.ts';

const AXES = 3;

export interface PrincipalAxes {
  /** Three unit vectors (C), the widest spread first; fewer if C is less. */
  readonly axes: readonly Float64Array[];
  /** Share of the variance along each of them. */
  readonly explained: readonly number[];
  /** (V, 3), row-major: where each token lies, from the mean of all. */
  readonly points: Float32Array<ArrayBuffer>;
}

/**
 * Principal components of the token embeddings. A component has no sign of its own: each takes the one that agrees with
 * `before`, so that a picture drawn again at a later step does not flip.
 */
export function principalAxes(embedding: Embedding, before?: PrincipalAxes): PrincipalAxes {
  const { V, C } = embedding;
  const rows = Array.from({ length: V }, (_, id) => Array.from(vectorOf(embedding, id)));
  const pca = new PCA(rows, { method: 'covarianceMatrix' });
  const found = pca.getEigenvectors();
  const count = Math.min(AXES, C);
  const axes = Array.from({ length: count }, (_, axis) => {
    const vector = Float64Array.from(found.getColumn(axis));
    const old = before?.axes[axis];
    return old?.length === C && dotProduct(old, vector) < 0 ? vector.map((value) => -value) : vector;
  });
  const mean = new Float64Array(C);
  for (const row of rows) for (let i = 0; i < C; i++) mean[i] += row[i] / V;
  const points = new Float32Array(V * AXES);
  for (let id = 0; id < V; id++) {
    axes.forEach((axis, i) => {
      points[id * AXES + i] = dotProduct(rows[id], axis) - dotProduct(mean, axis);
    });
  }
  return { axes, explained: pca.getExplainedVariance().slice(0, count), points };
}
