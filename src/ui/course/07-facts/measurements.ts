// What the panels of angles and features measure at first, by itself or when asked.

import type { LensRequest } from '../../../workers/rpc/api/lab-api.ts';
import type { Moment } from '../chapter.ts';

const DIMENSIONS = [3, 10, 30, 100, 300, 1000];
export const RANDOM_DIRECTIONS = { of: 'random', N: 1000, d: 100, seed: 1 } as const;

/** Whose angles a moment measures: by default random ones. */
export const directionsOf = (
  { of }: NonNullable<Moment['settings']>,
  layer: number,
): LensRequest<'pairwise-angles'> => (of === 'neuron outputs' ? { of, layer } : RANDOM_DIRECTIONS);

export const ANGLE_SPREAD: LensRequest<'angle-spread'> = { N: 300, dimensions: DIMENSIONS, seed: 1 };

const DICTIONARY_STEPS = 300;

/** Twice as many features as neurons. */
export const dictionaryRequest = (
  layer: number,
  neurons: number,
  k = 8,
): LensRequest<'sparse-autoencoder'> => ({
  layer,
  k,
  features: 2 * neurons,
  steps: DICTIONARY_STEPS,
  seed: 1,
});
