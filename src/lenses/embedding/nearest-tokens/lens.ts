// The tokens whose embeddings are most similar to one token's.

import { defineLens } from '../../shared/define-lens.ts';
import { assertTokenIds } from '../../shared/prompt-tokens.ts';
import type { TokenScore } from '../../shared/results.ts';
import * as v from '../../shared/schemas.ts';
import { toTokenScores } from '../../shared/top-tokens.ts';
import { nearestTokens } from '../embedding.ts';
import { loadEmbedding } from '../load-embedding.ts';

export const nearestTokensLens = defineLens({
  name: 'nearest-tokens',
  aliases: ['neighbours'],
  request: v.strictObject({ id: v.anyNumber, by: v.oneOf(['cosine', 'dot product']), count: v.COUNT }),
  async compute(run, { id, by, count }): Promise<{ step: number; nearest: TokenScore[] }> {
    assertTokenIds(run, [id]);
    const ranked = nearestTokens(await loadEmbedding(run), id, by);
    return { step: run.step, nearest: toTokenScores(run, ranked.slice(0, count)) };
  },
});
