// The relations of the data set, and how regular they are in the embedding.

import type { Run } from '../../../model/training/run.ts';
import { defineLens } from '../../shared/define-lens.ts';
import * as v from '../../shared/schemas.ts';
import { columnTable, percents, signed } from '../../shared/text-table.ts';
import { type Regularity, regularity } from '../embedding.ts';
import { loadEmbedding } from '../load-embedding.ts';

export interface RelationResult extends Regularity {
  name: string;
  /** Token ids. */
  pairs: { from: number; to: number }[];
}

interface RelationsResult {
  step: number;
  relations: RelationResult[];
}

export const relationsLens = defineLens({
  name: 'relations',
  request: v.EMPTY,
  compute: measureRelations,
  table: { toRequest: () => ({}), format: formatRelations },
});

async function measureRelations(run: Run): Promise<RelationsResult> {
  const { analogies = [], tokenizer } = run.plan.dataset;
  const embedding = await loadEmbedding(run);
  const relations = analogies.map(({ name, pairs }) => {
    const ids = pairs.map(([from, to]) => tokenizer.encode(`${from} ${to}`).ids as [number, number]);
    return { name, pairs: ids.map(([from, to]) => ({ from, to })), ...regularity(embedding, ids) };
  });
  return { step: run.step, relations };
}

function formatRelations({ relations }: RelationsResult): string[] {
  if (relations.length === 0) return ['This data set has no relations.'];
  return [
    'a − b + c, where b → a is one pair and c → the answer another: share of analogies whose answer is nearest',
    ...columnTable(relations, [
      ['relation', ({ name }) => name],
      ['pairs', ({ pairs }) => String(pairs.length)],
      signed('same direction', ({ consistency }) => consistency),
      percents('a − b + c', ({ solved }) => solved),
      percents('c alone', ({ solvedByNearest }) => solvedByNearest),
      percents('a + c', ({ solvedBySum }) => solvedBySum),
      percents('a, b and c allowed', ({ solvedWithInputs }) => solvedWithInputs),
    ]),
  ];
}
