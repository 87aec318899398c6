// Both runs of the first pair side by side, and the run with a place patched: some numbers of every vector, and predictions.

import type { FrozenModel } from '../../model/training/run.ts';
import type { Job } from '../../shared/job.ts';
import { indices, sum } from '../../shared/numbers.ts';
import type { Tensor, TokenProbability } from '../shared/results.ts';
import { topTokens } from '../shared/top-tokens.ts';
import type { PatchingTask } from './pairs.ts';
import { type PatchPlace, patchedRows } from './patched-place.ts';
import { type RowReading, runPatched } from './patched-runs.ts';
import { hasSite, partCount, partWidth, type Site, siteName } from './sites.ts';

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
  /** Of the run that the method changes, with the place of the request patched; absent for several donors, which are several runs. */
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
