// The relations of the data set, and how regular they are in the embedding.

import { defineLens } from '../../shared/define-lens.ts';
import { EMPTY } from '../../shared/schemas.ts';
import { type Regularity, regularity } from '../embedding.ts';
import { loadEmbedding } from '../load-embedding.ts';

export interface RelationResult extends Regularity {
  name: string;
  /** Token ids. */
  pairs: { from: number; to: number }[];
}

export const relationsLens = defineLens({
  name: 'relations',
  request: EMPTY,
  async compute(run): Promise<{ step: number; relations: RelationResult[] }> {
    const { analogies = [], tokenizer } = run.plan.dataset;
    const embedding = await loadEmbedding(run);
    const relations = analogies.map(({ name, pairs }) => {
      const ids = pairs.map(([from, to]) => tokenizer.encode(`${from} ${to}`).ids as [number, number]);
      return { name, pairs: ids.map(([from, to]) => ({ from, to })), ...regularity(embedding, ids) };
    });
    return { step: run.step, relations };
  },
});
