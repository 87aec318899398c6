// UMAP of a run's embedding, a stretch at a time: training goes on in between, and whoever stops asking has stopped it.

import { NeighbourhoodMap } from '../../model/lenses/neighbourhood-map.ts';
import type { Run } from '../../model/run.ts';
import type { Lenses } from '../lab-api.ts';
import { checkPoints } from './embedding-lenses.ts';
import { embeddingOf } from './embedding-of.ts';

/** Rounds of one stretch: a fraction of a second for a few hundred tokens. */
const STRETCH = 25;

/** The map each run has in the making, and the step its weights are of. */
const underWay = new WeakMap<Run, { map: NeighbourhoodMap; step: number }>();

export async function mapNeighbourhoods(
  run: Run,
  { dimensions, seed, restart }: Lenses['map']['asks'],
): Promise<Lenses['map']['answers']> {
  checkPoints(run);
  let current = underWay.get(run);
  const { options } = current?.map ?? {};
  if (!current || restart || options?.dimensions !== dimensions || options.seed !== seed) {
    const { step } = run;
    current = { map: new NeighbourhoodMap(await embeddingOf(run), { dimensions, seed }), step };
    underWay.set(run, current);
  }
  const { map, step } = current;
  map.advance(STRETCH);
  return {
    step,
    epoch: map.epoch,
    epochs: map.epochs,
    points: { shape: [run.plan.config.V, 3], data: map.points() },
  };
}
