// Angles between all pairs of a set of directions.

import type { Job } from '../../../shared/job.ts';
import { defineLens } from '../../shared/define-lens.ts';
import * as v from '../../shared/schemas.ts';
import { type AnglesResult, describeAngles, loadDirections } from '../directions.ts';

export type { AnglesResult, DirectionsRequest } from '../directions.ts';

export const pairwiseAnglesLens = defineLens({
  name: 'pairwise-angles',
  request: v.withLegacyKeys(
    {},
    v.variant(
      'of',
      [
        v.strictObject({ of: v.literal('random'), N: v.anyNumber, d: v.anyNumber, seed: v.SEED }),
        v.strictObject({ of: v.literal('embeddings') }),
        v.strictObject({ of: v.oneOf(['neuron inputs', 'neuron outputs']), layer: v.anyNumber }),
      ],
      'it must be random, embeddings, neuron inputs or neuron outputs',
    ),
    { 'what neurons ask': 'neuron inputs', 'what neurons add': 'neuron outputs' },
  ),
  async *compute(run, request): Job<AnglesResult> {
    return yield* describeAngles(run, await loadDirections(run, request));
  },
});
