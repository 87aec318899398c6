// Angles between all pairs of a set of directions.

import * as v from 'valibot';
import type { Job } from '../../../shared/job.ts';
import { anyNumber, oneOf, strictObject } from '../../../shared/validation.ts';
import { defineLens } from '../../shared/define-lens.ts';
import { SEED, withLegacyKeys } from '../../shared/schemas.ts';
import { type AnglesResult, describeAngles, loadDirections } from '../directions.ts';

export type { AnglesResult, DirectionsRequest } from '../directions.ts';

export const pairwiseAnglesLens = defineLens({
  name: 'pairwise-angles',
  request: withLegacyKeys(
    {},
    v.variant(
      'of',
      [
        strictObject({ of: v.literal('random'), N: anyNumber, d: anyNumber, seed: SEED }),
        strictObject({ of: v.literal('embeddings') }),
        strictObject({ of: oneOf(['neuron inputs', 'neuron outputs']), layer: anyNumber }),
      ],
      'it must be random, embeddings, neuron inputs or neuron outputs',
    ),
    { 'what neurons ask': 'neuron inputs', 'what neurons add': 'neuron outputs' },
  ),
  async *compute(run, request): Job<AnglesResult> {
    return yield* describeAngles(run, await loadDirections(run, request));
  },
});
