// UMAP of the embedding, some epochs per request: training continues in between.

import type { Run } from '../../../model/training/run.ts';
import { defineLens } from '../../shared/define-lens.ts';
import type { Tensor } from '../../shared/results.ts';
import * as v from '../../shared/schemas.ts';
import { assertPlottable, loadEmbedding, plottedEmbedding } from '../load-embedding.ts';
import { UmapProjection } from './umap-projection.ts';

export interface UmapResult {
  /** Step of the projected weights. */
  step: number;
  /** Epochs done, and in total. */
  epoch: number;
  epochs: number;
  /** [words, 3], all tokens but bytes; the third coordinate is 0 in two dimensions. */
  points: Tensor;
}

/** A fraction of a second for a few hundred tokens. */
const EPOCHS_PER_REQUEST = 25;

/** The unfinished projection of each run. */
const projections = new WeakMap<Run, { map: UmapProjection; step: number }>();

// `restart`: begin again, with the current weights.
const REQUEST = v.strictObject({ dimensions: v.oneOf([2, 3]), seed: v.SEED, restart: v.boolean });

export type UmapRequest = v.InferOutput<typeof REQUEST>;

export const umapLens = defineLens({
  name: 'umap',
  aliases: ['map'],
  request: REQUEST,
  async compute(run, { dimensions, seed, restart }): Promise<UmapResult> {
    assertPlottable(run);
    let current = projections.get(run);
    const { options } = current?.map ?? {};
    if (!current || restart || options?.dimensions !== dimensions || options.seed !== seed) {
      const { step } = run;
      const embedding = plottedEmbedding(run, await loadEmbedding(run));
      current = { map: new UmapProjection(embedding, { dimensions, seed }), step };
      projections.set(run, current);
    }
    const { map, step } = current;
    map.advance(EPOCHS_PER_REQUEST);
    const points = map.points();
    return {
      step,
      epoch: map.epoch,
      epochs: map.epochs,
      points: { shape: [points.length / 3, 3], data: points },
    };
  },
});
