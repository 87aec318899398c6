// The embedding matrix, and its projection onto the first three principal axes.

import { defineLens } from '../../shared/define-lens.ts';
import type { Tensor } from '../../shared/results.ts';
import * as v from '../../shared/schemas.ts';
import { alignedAxes, assertPlottable, loadEmbedding } from '../load-embedding.ts';

export interface EmbeddingResult {
  step: number;
  /** [V, C]: one row a token. */
  matrix: Tensor;
  /** [words, 3]: coordinates of all tokens but bytes on the principal axes, relative to the mean; signs are stable from step to step. */
  points: Tensor;
  /** Share of the variance along each axis. */
  explained: number[];
}

export const embeddingLens = defineLens({
  name: 'embedding',
  request: v.EMPTY,
  async compute(run): Promise<EmbeddingResult> {
    assertPlottable(run);
    const embedding = await loadEmbedding(run);
    const { points, explained } = alignedAxes(run, embedding);
    const { vectors, V, C } = embedding;
    return {
      step: run.step,
      matrix: { shape: [V, C], data: Float32Array.from(vectors) },
      points: { shape: [points.length / 3, 3], data: points.slice() },
      explained: [...explained],
    };
  },
});
