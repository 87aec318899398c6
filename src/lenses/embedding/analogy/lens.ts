// Analogies: the tokens nearest to a − b + c by cosine, the three inputs excluded.

import { dotProduct } from '../../../shared/numbers.ts';
import { defineLens } from '../../shared/define-lens.ts';
import { assertTokenIds } from '../../shared/prompt-tokens.ts';
import type { TokenScore } from '../../shared/results.ts';
import * as v from '../../shared/schemas.ts';
import { toTokenScores } from '../../shared/top-tokens.ts';
import {
  analogy,
  analogyTarget,
  cosine,
  difference,
  type Embedding,
  embeddingVector,
  l2Norm,
} from '../embedding.ts';
import { alignedAxes, loadEmbedding } from '../load-embedding.ts';
import { projectOntoAxes } from '../principal-axes.ts';

export interface AnalogyResult {
  step: number;
  nearest: TokenScore[];
  /** a − b + c on the principal axes of the embedding: three coordinates. */
  point: number[];
  /**
   * a, b, c, a − b + c, and the expected token if there is one: two coordinates each, on the plane of these words. A projection
   * keeps sums: the step from b to a is the step from c to a − b + c.
   */
  plane: number[];
  /** From 1; absent without an expected token, or if that is one of the inputs. */
  expectedRank?: number;
  /** Cosine between a − b and expected − c. */
  alike?: number;
}

export const analogyLens = defineLens({
  name: 'analogy',
  // All ids; `expected` is the token that the analogy should give.
  request: v.strictObject({
    a: v.anyNumber,
    b: v.anyNumber,
    c: v.anyNumber,
    expected: v.optional(v.anyNumber),
    count: v.COUNT,
  }),
  async compute(run, { a, b, c, expected, count }): Promise<AnalogyResult> {
    assertTokenIds(run, expected === undefined ? [a, b, c] : [a, b, c, expected]);
    const embedding = await loadEmbedding(run);
    const ranked = analogy(embedding, a, b, c);
    const index = ranked.findIndex(({ id }) => id === expected);
    return {
      step: run.step,
      nearest: toTokenScores(run, ranked.slice(0, count)),
      point: projectOntoAxes(analogyTarget(embedding, a, b, c), alignedAxes(run, embedding)),
      plane: onPlane(embedding, [a, b, c], expected),
      ...(index >= 0 && {
        expectedRank: index + 1,
        alike: cosine(difference(embedding, b, a), difference(embedding, c, expected as number)),
      }),
    };
  },
});

/** Axes of the plane: the step from b to a, and what is perpendicular to it in the mean of the steps from b to c and from a on. */
function onPlane(embedding: Embedding, [a, b, c]: readonly number[], expected?: number): number[] {
  const along = difference(embedding, b, a);
  const across = difference(embedding, b, c);
  const opposite = expected === undefined ? across : difference(embedding, a, expected);
  const [x, mean] = [unit(along), across.map((value, i) => (value + opposite[i]) / 2)];
  const share = dotProduct(mean, x);
  const y = unit(mean.map((value, i) => value - share * x[i]));
  const words = [a, b, c].map((id) => embeddingVector(embedding, id));
  const vectors = [
    ...words,
    analogyTarget(embedding, a, b, c),
    ...(expected === undefined ? [] : [embeddingVector(embedding, expected)]),
  ];
  return vectors.flatMap((vector) => [dotProduct(vector, x), dotProduct(vector, y)]);
}

function unit(vector: Float64Array): Float64Array {
  const length = l2Norm(vector) || 1;
  return vector.map((value) => value / length);
}
