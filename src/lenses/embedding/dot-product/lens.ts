// The dot product of two tokens' embeddings, with their lengths and the cosine of their angle.

import { anyNumber, strictObject } from '../../../shared/validation.ts';
import { defineLens } from '../../shared/define-lens.ts';
import { dotProduct } from '../../shared/numbers.ts';
import { assertTokenIds } from '../../shared/prompt-tokens.ts';
import { cosine, embeddingVector, l2Norm } from '../embedding.ts';
import { loadEmbedding } from '../load-embedding.ts';

export interface DotProductResult {
  step: number;
  /** (C) each. */
  vectors: [Float32Array, Float32Array];
  /** The dot product. */
  sum: number;
  lengths: [number, number];
  cosine: number;
}

export const dotProductLens = defineLens({
  name: 'dot-product',
  aliases: ['pair'],
  request: strictObject({ one: anyNumber, other: anyNumber }),
  async compute(run, { one, other }): Promise<DotProductResult> {
    assertTokenIds(run, [one, other]);
    const embedding = await loadEmbedding(run);
    const [a, b] = [embeddingVector(embedding, one), embeddingVector(embedding, other)];
    return {
      step: run.step,
      vectors: [Float32Array.from(a), Float32Array.from(b)],
      sum: dotProduct(a, b),
      lengths: [l2Norm(a), l2Norm(b)],
      cosine: cosine(a, b),
    };
  },
});
