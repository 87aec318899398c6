// Sets of directions: random ones, or the model's own.

import { modelViews } from '../../model/architecture/architecture.ts';
import { readViews, viewNumbers, type WeightView } from '../../model/architecture/views/views.ts';
import type { Vectors } from '../../model/inspection/nd-array.ts';
import type { Run } from '../../model/training/run.ts';
import type { Job } from '../../shared/job.ts';
import { assertMlpLayer, assertSize } from '../shared/unit-results.ts';
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
  const { V } = run.plan.config;
  if (request.of === 'random') {
    assertSize('directions', request.N, MAX_DIRECTIONS);
    assertSize('dimensions', request.d, MAX_DIMENSIONS);
    return randomDirections(request.N, request.d, request.seed);
  }
  const views = modelViews(run.plan.config);
  const read = async (view: WeightView): Promise<Vectors> => {
    const numbers = viewNumbers(await readViews(run.weights, [view]), view);
    return { numbers, N: view.rows, d: view.columns };
  };
  if (request.of === 'embeddings') {
    if (V > MAX_DIRECTIONS)
      throw new Error(
        `The model has ${V} embeddings, and angles are computed for at most ${MAX_DIRECTIONS}; use the directions of the neurons instead.`,
      );
    return read(views.embedding);
  }
  assertMlpLayer(run, request.layer);
  const { input, output } = views.mlp(request.layer);
  return read(request.of === 'neuron outputs' ? output : input);
}
