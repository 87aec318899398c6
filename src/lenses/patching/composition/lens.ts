// Composition scores of all pairs of heads in different layers.

import { readViews } from '../../../model/architecture/views/views.ts';
import type { FrozenModel } from '../../../model/training/run.ts';
import type { Job } from '../../../shared/job.ts';
import { type HeadIndex, headsOf } from '../../attention/head-index.ts';
import { defineFrozenLens } from '../../shared/define-lens.ts';
import * as v from '../../shared/schemas.ts';
import { columnTable, fixed } from '../../shared/text-table.ts';
import {
  type CompositionScores,
  compositionScores,
  compositionViews,
  randomComposition,
} from './composition.ts';

export interface CompositionResult {
  step: number;
  /** The root mean square of a score of matrices that are rotated at random. */
  random: number;
  /** The later layer's head last; the largest score of the three first. */
  pairs: (CompositionScores & { sender: HeadIndex; receiver: HeadIndex })[];
}

export const compositionLens = defineFrozenLens({
  name: 'composition',
  request: v.EMPTY,
  compute: compose,
  table: { toRequest: () => ({}), format: compositionLines },
});

async function* compose({ plan: { config }, step, weights }: FrozenModel): Job<CompositionResult> {
  const values = await readViews(weights, compositionViews(config));
  const scores = yield* compositionScores(config, values);
  const heads = headsOf(config);
  const pairs = scores.flatMap((row, s) =>
    row.flatMap((each, r) => (each ? [{ ...each, sender: heads[s], receiver: heads[r] }] : [])),
  );
  return { step, random: randomComposition(config), pairs: pairs.sort((a, b) => largest(b) - largest(a)) };
}

const largest = ({ q, k, v }: CompositionScores) => Math.max(q, k, v);

const LISTED_PAIRS = 20;

function compositionLines({ pairs, random }: CompositionResult): string[] {
  if (pairs.length === 0) return ['The model has one layer: no head reads what another writes.'];
  const named = ({ layer, head }: HeadIndex) => `head ${layer}.${head}`;
  const lines = columnTable(pairs.slice(0, LISTED_PAIRS), [
    ['heads', ({ sender, receiver }) => `${named(sender)} → ${named(receiver)}`],
    fixed('q', ({ q }) => q, 3),
    fixed('k', ({ k }) => k, 3),
    fixed('v', ({ v }) => v, 3),
  ]);
  return [`at random ${random.toFixed(3)}`, ...lines];
}
