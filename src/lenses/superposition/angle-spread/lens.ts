// The spread of the angles between random directions, by dimension.

import type { Job } from '../../../shared/job.ts';
import { defineLens } from '../../shared/define-lens.ts';
import * as v from '../../shared/schemas.ts';
import { describeAngles, loadDirections } from '../directions.ts';

/** In degrees. */
export interface AngleSpreadResult {
  N: number;
  points: { d: number; deviation: number; least: number; most: number }[];
}

export const angleSpreadLens = defineLens({
  name: 'angle-spread',
  aliases: ['spread'],
  request: v.strictObject({ N: v.anyNumber, dimensions: v.boundedArray(v.anyNumber, 50), seed: v.SEED }),
  async *compute(run, { N, dimensions, seed }): Job<AngleSpreadResult> {
    const points: AngleSpreadResult['points'] = [];
    for (const d of dimensions) {
      const vectors = await loadDirections(run, { of: 'random', N, d, seed });
      const { deviation, least, most } = yield* describeAngles(run, vectors);
      points.push({ d, deviation, least, most });
    }
    return { N, points };
  },
});
