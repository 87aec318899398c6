// Analogies: the tokens nearest to a − b + c by cosine, the three inputs excluded.

import * as v from 'valibot';
import { anyNumber } from '../../../shared/validation.ts';
import { defineLens } from '../../shared/define-lens.ts';
import { assertTokenIds } from '../../shared/prompt-tokens.ts';
import type { TokenScore } from '../../shared/results.ts';
import { COUNT } from '../../shared/schemas.ts';
import { toTokenScores } from '../../shared/top-tokens.ts';
import { analogy, analogyTarget, cosine, difference } from '../embedding.ts';
import { alignedAxes, loadEmbedding } from '../load-embedding.ts';
import { projectOntoAxes } from '../principal-axes.ts';

export interface AnalogyResult {
  step: number;
  nearest: TokenScore[];
  /** a − b + c on the principal axes of the embedding: three coordinates. */
  point: number[];
  /** From 1; absent without an expected token, or if that is one of the inputs. */
  expectedRank?: number;
  /** Cosine between a − b and expected − c. */
  alike?: number;
}

export const analogyLens = defineLens({
  name: 'analogy',
  // All ids; `expected` is the token that the analogy should give.
  request: v.object({
    a: anyNumber,
    b: anyNumber,
    c: anyNumber,
    expected: v.optional(anyNumber),
    count: COUNT,
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
      ...(index >= 0 && {
        expectedRank: index + 1,
        alike: cosine(difference(embedding, b, a), difference(embedding, c, expected as number)),
      }),
    };
  },
});
