// Sets of directions: random ones, or the model's own.

import type { Run } from '../../model/training/run.ts';
import type { Job } from '../../shared/job.ts';
import { assertMlpLayer, assertSize } from '../shared/unit-results.ts';
import type { Vectors } from '../shared/vectors.ts';
import { type Angles, pairwiseAngles, randomDirections, welchBound } from './angles.ts';

/** `neuron inputs`, `neuron outputs`: rows of W↑ᵀ and of W↓ of one MLP. */
export type DirectionsRequest =
  | { of: 'random'; N: number; d: number; seed: number }
  | { of: 'embeddings' }
  | { of: 'neuron inputs' | 'neuron outputs'; layer: number };

/** All angles between two of N directions in d dimensions, in degrees. */
export interface AnglesResult extends Omit<Angles, 'directions'> {
  N: number;
  d: number;
  /** Some pair deviates at least this far from a right angle (Welch's bound). */
  bound: number;
}

/** Limits of memory, and of a minute's work. */
export const MAX_DIRECTIONS = 10_000;
export const MAX_DIMENSIONS = 1000;
export const MAX_STEPS = 500;

export async function* describeAngles(run: Run, vectors: Vectors): Job<AnglesResult> {
  const { directions: N, ...angles } = yield* pairwiseAngles(run.executor, vectors);
  const { d } = vectors;
  return { N, d, ...angles, bound: (Math.asin(welchBound(N, d)) * 180) / Math.PI };
}

export async function loadDirections(run: Run, request: DirectionsRequest): Promise<Vectors> {
  const { V, C, mlpWidth } = run.plan.config;
  if (request.of === 'random') {
    assertSize('directions', request.N, MAX_DIRECTIONS);
    assertSize('dimensions', request.d, MAX_DIMENSIONS);
    return randomDirections(request.N, request.d, request.seed);
  }
  const weight = async (name: string) => (await run.weights.get([name])).get(name) as Float32Array;
  if (request.of === 'embeddings') {
    if (V > MAX_DIRECTIONS)
      throw new Error(
        `The model has ${V} embeddings, and angles are computed for at most ${MAX_DIRECTIONS}; use the directions of the neurons instead.`,
      );
    return { numbers: await weight('transformer.wte.weight'), N: V, d: C };
  }
  assertMlpLayer(run, request.layer);
  const prefix = `transformer.h.${request.layer}.mlp`;
  if (request.of === 'neuron outputs')
    return { numbers: await weight(`${prefix}.c_proj.weight`), N: mlpWidth, d: C };
  return { numbers: transpose(await weight(`${prefix}.c_fc.weight`), C, mlpWidth), N: mlpWidth, d: C };
}

/** (rows, columns) → (columns, rows). */
function transpose(numbers: Float32Array, rows: number, columns: number): Float32Array {
  return Float32Array.from(
    { length: rows * columns },
    (_, i) => numbers[(i % rows) * columns + Math.floor(i / rows)],
  );
}
