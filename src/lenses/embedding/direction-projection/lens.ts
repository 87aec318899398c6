// Dot products of tokens with a direction: the difference of two embeddings.

import { defineLens } from '../../shared/define-lens.ts';
import { assertTokenIds } from '../../shared/prompt-tokens.ts';
import type { TokenScore } from '../../shared/results.ts';
import * as v from '../../shared/schemas.ts';
import { toTokenScores } from '../../shared/top-tokens.ts';
import { difference, l2Norm, project } from '../embedding.ts';
import { loadEmbedding } from '../load-embedding.ts';

export interface DirectionResult {
  step: number;
  /** Of the requested ids, in their order. */
  products: TokenScore[];
  /** Of the direction. */
  length: number;
}

export const directionProjectionLens = defineLens({
  name: 'direction-projection',
  aliases: ['direction'],
  request: v.strictObject({ from: v.anyNumber, to: v.anyNumber, ids: v.IDS }),
  async compute(run, { from, to, ids }): Promise<DirectionResult> {
    assertTokenIds(run, [from, to, ...ids]);
    const embedding = await loadEmbedding(run);
    const direction = difference(embedding, from, to);
    const products = project(embedding, direction);
    const scored = ids.map((id) => ({ id, score: products[id] }));
    return { step: run.step, products: toTokenScores(run, scored), length: l2Norm(direction) };
  },
});
