// Near-orthogonal directions: some steps of gradient descent per request, and the angles after them.

import { orthogonalize } from '../../../model/training/auxiliary/orthogonalize.ts';
import type { Job } from '../../../shared/job.ts';
import { defineLens } from '../../shared/define-lens.ts';
import * as v from '../../shared/schemas.ts';
import { assertSize } from '../../shared/unit-results.ts';
import { randomDirections } from '../angles.ts';
import { type AnglesResult, describeAngles, MAX_DIMENSIONS, MAX_STEPS } from '../directions.ts';

export interface OrthogonalizeResult {
  /** (N, d). */
  vectors: Float32Array<ArrayBuffer>;
  angles: AnglesResult;
}

const MAX_VECTORS = 1000;

export const orthogonalizeLens = defineLens({
  name: 'orthogonalize',
  aliases: ['pushApart'],
  // `tolerance`: deviation from a right angle, in degrees, that costs nothing. `from`: vectors (N, d) of an earlier result.
  request: v.strictObject({
    N: v.anyNumber,
    d: v.anyNumber,
    tolerance: v.anyNumber,
    seed: v.SEED,
    steps: v.anyNumber,
    from: v.optional(v.FLOATS),
  }),
  async *compute(run, { steps, from, ...settings }): Job<OrthogonalizeResult> {
    const { N, d, tolerance, seed } = settings;
    assertSize('directions', N, MAX_VECTORS);
    assertSize('dimensions', d, MAX_DIMENSIONS);
    assertSize('steps', steps, MAX_STEPS);
    if (!(tolerance >= 0 && tolerance < 90))
      throw new Error(`The tolerance is ${tolerance} degrees; it must be at least 0 and below 90.`);
    if (from && from.length !== N * d)
      throw new Error(`The initial directions have ${from.length} numbers; ${N} of ${d} need ${N * d}.`);
    const start = from ?? randomDirections(N, d, seed).numbers;
    const vectors = await orthogonalize(run.executor, settings, steps, start);
    const angles = yield* describeAngles(run, vectors);
    return { vectors: Float32Array.from(vectors.numbers), angles };
  },
});
