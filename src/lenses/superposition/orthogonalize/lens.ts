// Near-orthogonal directions: some steps of gradient descent per request, and the angles after them.

import * as v from 'valibot';
import type { Job } from '../../../shared/job.ts';
import { anyNumber, strictObject } from '../../../shared/validation.ts';
import { defineLens } from '../../shared/define-lens.ts';
import { FLOATS, SEED } from '../../shared/schemas.ts';
import { assertSize } from '../../shared/unit-results.ts';
import { type AnglesResult, describeAngles, MAX_DIMENSIONS, MAX_STEPS } from '../directions.ts';
import { orthogonalize } from './orthogonalize.ts';

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
  request: strictObject({
    N: anyNumber,
    d: anyNumber,
    tolerance: anyNumber,
    seed: SEED,
    steps: anyNumber,
    from: v.optional(FLOATS),
  }),
  async *compute(run, { steps, from, ...settings }): Job<OrthogonalizeResult> {
    const { N, d, tolerance } = settings;
    assertSize('directions', N, MAX_VECTORS);
    assertSize('dimensions', d, MAX_DIMENSIONS);
    assertSize('steps', steps, MAX_STEPS);
    if (!(tolerance >= 0 && tolerance < 90))
      throw new Error(`The tolerance is ${tolerance} degrees; it must be at least 0 and below 90.`);
    if (from && from.length !== N * d)
      throw new Error(`The initial directions have ${from.length} numbers; ${N} of ${d} need ${N * d}.`);
    const vectors = await orthogonalize(run.executor, settings, steps, from);
    const angles = yield* describeAngles(run, vectors);
    return { vectors: Float32Array.from(vectors.numbers), angles };
  },
});
