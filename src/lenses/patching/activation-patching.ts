// Activation patching: one activation of a run is replaced, everything after it is computed anew, and the metric is read again
// (Vig et al. 2020, "Investigating Gender Bias in Language Models Using Causal Mediation Analysis"; Meng et al. 2022, ROME).

import type { ModelConfig } from '../../model/architecture/config.ts';
import type { Job, JobProgress } from '../../shared/job.ts';
import { indices } from '../../shared/numbers.ts';
import type { Tensor } from '../shared/results.ts';
import { metricOf } from './metric.ts';
import { baseOf, type Donors, donorValues, type PatchingTask, type PromptPair } from './pairs.ts';
import { type PatchedRow, readPrompts, runPatched } from './patched-runs.ts';
import { partCount, type Site, siteName, sliceAt, sliceOf } from './sites.ts';
import { meanAndDeviation } from './spread.ts';

export type { PatchingTask } from './pairs.ts';

/** (P): the metric of the base runs. */
export function baseMetrics(
  task: PatchingTask,
  promptOf: (pair: PromptPair) => readonly number[],
): Job<number[]> {
  const { pairs, metric } = task;
  return readPrompts(task, pairs.map(promptOf), [], ({ logits }, p) => metricOf(metric, logits, pairs[p]));
}

/** A place of a layer's site: one position or all, the whole or a part. */
export interface Place {
  readonly position?: number;
  readonly part?: number;
}

/** Every position of a site, or all positions together, by part: in the order of (T, parts). */
function placesOf(config: ModelConfig, site: Site, length: number, positions: 'each' | 'all'): Place[] {
  const count = partCount(config, site);
  const parts = count === undefined ? [undefined] : indices(count);
  const each = positions === 'all' ? [undefined] : indices(length);
  return each.flatMap((position) => parts.map((part) => ({ position, part })));
}

/** Shape of the effects at `placesOf`, for P pairs and L layers. */
export function effectsShape(
  { config, pairs }: Pick<PatchingTask, 'config' | 'pairs'>,
  site: Site,
  positions: 'each' | 'all',
): number[] {
  const { length } = pairs[0].clean;
  const axes = [positions === 'each' ? length : [], partCount(config, site) ?? []];
  return [pairs.length, config.L, ...axes.flat()];
}

/** Effects of one layer of a site: means over the pairs. */
export interface LayerEffects {
  readonly site: Site;
  readonly layer: number;
  /** In the order of (T, parts), or of the parts at all positions together. */
  readonly mean: Float32Array;
  readonly positions: 'each' | 'all';
}

/** (P, L, T), with a last axis of heads or neurons: the metric with that one place replaced, less the metric of the base run. */
export async function* activationPatching(
  task: PatchingTask,
  site: Site,
  positions: 'each' | 'all' = 'each',
): Job<Tensor, JobProgress & { readonly effects?: LayerEffects }> {
  const { config, pairs } = task;
  const places = placesOf(config, site, pairs[0].clean.length, positions);
  const shape = effectsShape(task, site, positions);
  const data = new Float32Array(shape.reduce((a, b) => a * b));
  for (let layer = 0; layer < config.L; layer++) {
    const placesOfPair = pairs.map(() => places);
    const effects = yield* patchPlaces(task, site, layer, placesOfPair);
    effects.forEach((ofPair, pair) => {
      data.set(ofPair, (pair * config.L + layer) * places.length);
    });
    const mean = Float32Array.from(places, (_, p) => meanAndDeviation(effects.map((row) => row[p])).mean);
    const label = `layers of ${site} patched`;
    yield { label, done: layer + 1, total: config.L, effects: { site, layer, mean, positions } };
  }
  return { shape, data };
}

/** [pair][place]: effects of patching the places of each pair in one layer. */
export async function* patchPlaces(
  task: PatchingTask,
  site: Site,
  layer: number,
  placesOfPair: readonly (readonly Place[])[],
): Job<number[][]> {
  const { config, pairs, metric, replacement } = task;
  const name = siteName(site, layer);
  const bases = pairs.map((pair) => baseOf(pair, replacement));
  const base = yield* readPrompts(task, bases, [name], ({ values, logits }, p) => ({
    values: values(name).slice(),
    metric: metricOf(metric, logits, pairs[p]),
  }));
  const donors = yield* donorValues(task, pairs, [name]);
  const ofName = donors.get(name) as Donors;
  const rows: (PatchedRow & { readonly pair: number; readonly place: number })[] = [];
  placesOfPair.forEach((places, pair) => {
    places.forEach((at, place) => {
      const before = sliceOf(name, config, base[pair].values, at);
      for (const donor of ofName[pair]) {
        const value = sliceOf(name, config, donor, at);
        // Where both runs agree, the effect is exactly 0.
        if (value.every((x, i) => x === before[i])) continue;
        const change = { ...sliceAt(name, at.position, at.part), kind: 'replace' as const, value };
        rows.push({ tokens: bases[pair], changes: [change], pair, place });
      }
    });
  });
  const label = `${name} patched`;
  const metrics = yield* runPatched(task, rows, { label }, ({ logits }, row) =>
    metricOf(metric, logits, pairs[rows[row].pair]),
  );
  const effects = placesOfPair.map((places) => places.map(() => 0));
  metrics.forEach((value, row) => {
    const { pair, place } = rows[row];
    effects[pair][place] += (value - base[pair].metric) / ofName[pair].length;
  });
  return effects;
}
