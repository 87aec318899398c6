// UMAP of a run's embedding, a stretch at a time: training goes on in between, and whoever stops asking has stopped it.

import type { Run } from '../../model/training/run.ts';
import type { Lenses } from '../../workers/rpc/api/lab-api.ts';
import { assertDrawable } from './embedding-lenses.ts';
import { loadEmbedding } from './load-embedding.ts';
import { UmapProjection } from './umap-projection.ts';

/** Rounds of one stretch: a fraction of a second for a few hundred tokens. */
const EPOCHS_PER_REQUEST = 25;

/** The map each run has in the making, and the step its weights are of. */
const projections = new WeakMap<Run, { map: UmapProjection; step: number }>();

export async function advanceUmap(
  run: Run,
  { dimensions, seed, restart }: Lenses['map']['request'],
): Promise<Lenses['map']['result']> {
  assertDrawable(run);
  let current = projections.get(run);
  const { options } = current?.map ?? {};
  if (!current || restart || options?.dimensions !== dimensions || options.seed !== seed) {
    const { step } = run;
    current = { map: new UmapProjection(await loadEmbedding(run), { dimensions, seed }), step };
    projections.set(run, current);
  }
  const { map, step } = current;
  map.advance(EPOCHS_PER_REQUEST);
  return {
    step,
    epoch: map.epoch,
    epochs: map.epochs,
    points: { shape: [run.plan.config.V, 3], data: map.points() },
  };
}
