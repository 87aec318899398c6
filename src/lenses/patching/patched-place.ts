// One place that is patched alone: its exact effect over all pairs, and what the first pair's prompt predicts before and after.

import { softmax } from '../../model/generation/sampler.ts';
import type { FrozenModel } from '../../model/training/run.ts';
import type { Job } from '../../shared/job.ts';
import { isIndex, mean } from '../../shared/numbers.ts';
import type { TokenProbability } from '../shared/results.ts';
import { topTokens } from '../shared/top-tokens.ts';
import { type Place, patchPlaces } from './activation-patching.ts';
import { baseOf, type Donors, donorValues, type PatchingTask } from './pairs.ts';
import { type PatchedRow, runPatched, sliceOf } from './patched-runs.ts';
import { hasSite, partCount, type Site, siteName, sliceAt } from './sites.ts';
import { meanAndDeviation } from './spread.ts';

/** All positions where `position` is left out; `part` is a head or a neuron of a site that has them. */
export interface PatchPlace extends Place {
  readonly site: Site;
  readonly layer: number;
}

export interface PatchedPlace {
  place: PatchPlace;
  /** The metric with the place patched, less that of the base run: mean over the pairs, and standard deviation. */
  exact: number;
  deviation: number;
  /** Predictions of the first pair's base run, without and with the patch; of several donors their mean probabilities. */
  before: TokenProbability[];
  after: TokenProbability[];
}

export async function* patchPlace(
  { plan }: Pick<FrozenModel, 'plan'>,
  task: PatchingTask,
  place: PatchPlace,
): Job<PatchedPlace> {
  assertPlace(task, place);
  const { pairs, replacement } = task;
  const places = pairs.map(() => [place]);
  const exact = yield* patchPlaces(task, place.site, place.layer, places);
  const rows = [{ tokens: baseOf(pairs[0], replacement) }, ...(yield* patchedRows(task, place))];
  const options = { label: 'prompts read' };
  const [base, ...after] = yield* runPatched(task, rows, options, ({ logits }) => logits);
  const { tokenizer } = plan.dataset;
  const { mean: exactMean, deviation } = meanAndDeviation(exact.map(([effect]) => effect));
  return {
    ...{ place, exact: exactMean, deviation },
    before: topTokens(base, tokenizer),
    after: topTokens(after.length > 1 ? meanPrediction(after) : after[0], tokenizer),
  };
}

/** The first pair's base run with the place patched, once for each donor. */
export async function* patchedRows(task: PatchingTask, place: PatchPlace): Job<PatchedRow[]> {
  const { config, pairs, replacement } = task;
  const name = siteName(place.site, place.layer);
  const tokens = baseOf(pairs[0], replacement);
  const slice = { ...sliceAt(name, place.position, place.part), kind: 'replace' as const };
  const donors = yield* donorValues(task, pairs, [name]);
  return (donors.get(name) as Donors)[0].map((donor) => ({
    tokens,
    changes: [{ ...slice, value: sliceOf(name, config, donor, place) }],
  }));
}

/** Logarithms of mean probabilities. */
function meanPrediction(logits: readonly Float32Array[]): Float32Array {
  const each = logits.map((row) => softmax(row));
  return logits[0].map((_, i) => Math.log(mean(each.map((p) => p[i]))));
}

function assertPlace({ config, pairs }: PatchingTask, { site, layer, position, part }: PatchPlace): void {
  const { length } = pairs[0].clean;
  const parts = partCount(config, site);
  if (!hasSite(config, site) || !isIndex(layer, config.L))
    throw new Error(`The model has no ${siteName(site, layer)}.`);
  if (position !== undefined && !isIndex(position, length))
    throw new Error(`The prompts have ${length} tokens, counted from 0; there is no token ${position}.`);
  if (part !== undefined && !isIndex(part, parts ?? 0))
    throw new Error(`${siteName(site, layer)} has ${parts ?? 'no'} parts; there is no part ${part}.`);
}
