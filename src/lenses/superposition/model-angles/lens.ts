// Angles between the model's own directions, compared with as many random ones.

import type { Job } from '../../../shared/job.ts';
import { defineLens } from '../../shared/define-lens.ts';
import * as v from '../../shared/schemas.ts';
import { formatTable } from '../../shared/text-table.ts';
import { assertMlpLayer } from '../../shared/unit-results.ts';
import { randomDirections } from '../angles.ts';
import {
  type AnglesResult,
  type DirectionsRequest,
  describeAngles,
  loadDirections,
  MAX_DIRECTIONS,
} from '../directions.ts';

export interface ModelAnglesResult {
  step: number;
  layer: number;
  /** Embeddings, unless there are too many, and the neurons of one MLP. */
  kinds: { of: Exclude<DirectionsRequest['of'], 'random'>; own: AnglesResult; random: AnglesResult }[];
}

export const modelAnglesLens = defineLens({
  name: 'model-angles',
  aliases: ['ownAngles', 'angles'],
  // `seed`: of the random directions.
  request: v.strictObject({ layer: v.anyNumber, seed: v.optional(v.SEED) }),
  async *compute(run, { layer, seed = 0 }): Job<ModelAnglesResult> {
    assertMlpLayer(run, layer);
    const { step } = run;
    const requests: readonly Exclude<DirectionsRequest, { of: 'random' }>[] = [
      ...(run.plan.config.V > MAX_DIRECTIONS ? [] : [{ of: 'embeddings' } as const]),
      { of: 'neuron inputs', layer },
      { of: 'neuron outputs', layer },
    ];
    const vectors = await Promise.all(requests.map((each) => loadDirections(run, each)));
    const kinds: ModelAnglesResult['kinds'] = [];
    for (const [i, { of }] of requests.entries()) {
      const own = yield* describeAngles(run, vectors[i]);
      const random = yield* describeAngles(run, randomDirections(own.N, own.d, seed));
      kinds.push({ of, own, random });
    }
    return { step, layer, kinds };
  },
  table: {
    toRequest: ({ layer = 0, seed }) => ({ layer, seed }),
    format({ kinds, layer }) {
      const row = (name: string, { N, d, deviation, least, most, bound }: AnglesResult) => [
        name,
        String(N),
        String(d),
        ...[deviation, least, most, bound].map((degrees) => `${degrees.toFixed(1)}°`),
      ];
      const rows = kinds.flatMap(({ of, own, random }) => [
        row(of === 'embeddings' ? of : `${of}, layer ${layer}`, own),
        row('  random', random),
      ]);
      return formatTable([['directions', 'N', 'dimensions', 'std', 'min', 'max', 'bound'], ...rows]);
    },
  },
});
