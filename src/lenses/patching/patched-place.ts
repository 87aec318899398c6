// One place that is patched alone: its exact effect over all pairs, what the first pair's prompt predicts before and after, and both runs
// of that pair side by side.

import { softmax } from '../../model/generation/sampler.ts';
import type { FrozenModel } from '../../model/training/run.ts';
import type { Job } from '../../shared/job.ts';
import { indices, isIndex, mean, sum } from '../../shared/numbers.ts';
import type { Tensor, TokenProbability } from '../shared/results.ts';
import { topTokens } from '../shared/top-tokens.ts';
import { type Place, patchPlaces } from './activation-patching.ts';
import { baseOf, type Donors, donorValues, type PatchingTask } from './pairs.ts';
import { type PatchedRow, type RowReading, runPatched } from './patched-runs.ts';
import { hasSite, partCount, partWidth, type Site, siteName, sliceAt, sliceOf } from './sites.ts';
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
async function* patchedRows(task: PatchingTask, place: PatchPlace): Job<PatchedRow[]> {
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

/** Sites whose vectors are shown. */
const RUN_SITES = [
  'hook_resid_pre',
  'attn.hook_z',
  'hook_attn_out',
  'hook_resid_mid',
  'hook_mlp_out',
  'hook_resid_post',
] as const satisfies Site[];

export interface RunOfPair {
  /** The first N numbers of every vector: (L, T, N), of heads (L, T, H, N). */
  vectors: Partial<Record<Site, Tensor>>;
  /** After the last token, most probable first. */
  prediction: TokenProbability[];
}

export interface PairRuns {
  clean: RunOfPair;
  corrupt: RunOfPair;
  /** The run that the method changes, with the place of the request patched; absent for several donors, which are several runs. */
  patched?: RunOfPair;
}

/** Numbers of each run, at most: a picture shows no more, and GPT-2's runs are 64 times as many. */
const MAX_NUMBERS = 2 ** 18;
const LONGEST = 64;

export async function* pairRuns(
  { plan }: Pick<FrozenModel, 'plan'>,
  task: PatchingTask,
  place: PatchPlace | undefined,
): Job<PairRuns> {
  const { config, pairs } = task;
  const { clean, corrupt } = pairs[0];
  const patches = place ? yield* patchedRows(task, place) : [];
  const rows = [{ tokens: clean }, { tokens: corrupt }, ...(patches.length === 1 ? patches : [])];
  const sites = RUN_SITES.filter((site) => hasSite(config, site));
  const names = sites.flatMap((site) => indices(config.L).map((layer) => siteName(site, layer)));
  const T = clean.length;
  const vectors = config.L * T * sum(sites.map((site) => partCount(config, site) ?? 1));
  const longest = Math.min(LONGEST, Math.max(1, Math.floor(MAX_NUMBERS / vectors)));
  const vectorsOf = (site: Site, values: RowReading['values']): Tensor => {
    const parts = partCount(config, site);
    const width = parts === undefined ? config.C : partWidth(config, siteName(site, 0));
    const N = Math.min(width, longest);
    const count = T * (parts ?? 1);
    const data = new Float32Array(config.L * count * N);
    for (let layer = 0; layer < config.L; layer++) {
      const from = values(siteName(site, layer));
      for (let i = 0; i < count; i++)
        data.set(from.subarray(i * width, i * width + N), (layer * count + i) * N);
    }
    return { shape: [config.L, T, ...(parts === undefined ? [] : [parts]), N], data };
  };
  const options = { names, label: 'prompts read' };
  const runs = yield* runPatched(task, rows, options, ({ values, logits }): RunOfPair => {
    const own = Object.fromEntries(sites.map((site) => [site, vectorsOf(site, values)]));
    return { vectors: own, prediction: topTokens(logits, plan.dataset.tokenizer) };
  });
  const [ofClean, ofCorrupt, patched] = runs;
  return { clean: ofClean, corrupt: ofCorrupt, ...(patched && { patched }) };
}
