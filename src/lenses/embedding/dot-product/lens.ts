// The dot product of two tokens' embeddings, with their lengths and the cosine of their angle.

import { dotProduct } from '../../../shared/numbers.ts';
import { defineLens } from '../../shared/define-lens.ts';
import { assertTokenIds } from '../../shared/prompt-tokens.ts';
import * as v from '../../shared/schemas.ts';
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
  request: v.strictObject({ one: v.anyNumber, other: v.anyNumber }),
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
