// Where a dictionary reads and writes, under TransformerLens's hook names, and the activations there over the data.

import { sum } from '../../../shared/numbers.ts';
import type { ActivationName } from '../../architecture/activations.ts';
import { modelViews } from '../../architecture/architecture.ts';
import type { ModelConfig } from '../../architecture/config.ts';
import { viewNumbers, type WeightView } from '../../architecture/views/views.ts';
import type { WeightValues } from '../../architecture/weights.ts';
import { type Corpus, trainingCorpus } from '../../data/corpus.ts';
import { activationWidth } from '../../inspection/corpus-activations.ts';
import type { RunPlan } from '../run-plan.ts';

/** Sites of a block: the residual stream, the attention's heads and output, the MLP's neurons and output. */
export const SITES = [
  'hook_resid_pre',
  'hook_resid_mid',
  'hook_resid_post',
  'attn.hook_z',
  'hook_attn_out',
  'mlp.hook_post',
  'hook_mlp_out',
] as const;
export type Site = (typeof SITES)[number];

export const siteName = (site: Site, layer: number): ActivationName => `blocks.${layer}.${site}`;

/** The weight between a site and the stream, if there is one. */
function siteView(config: ModelConfig, site: Site, layer: number): WeightView | undefined {
  if (site === 'mlp.hook_post') return modelViews(config).mlp(layer).output;
  return site === 'attn.hook_z' ? modelViews(config).attentionOutput(layer).weight : undefined;
}

/** (C): what a direction at a site adds to the stream. */
export function streamDirection(
  config: ModelConfig,
  weights: WeightValues,
  { site, layer }: { readonly site: Site; readonly layer: number },
  direction: Float32Array,
): Float32Array {
  const view = siteView(config, site, layer);
  if (!view) return direction;
  const [projection, { C }] = [viewNumbers(weights, view), config];
  const output = new Float32Array(C);
  direction.forEach((value, i) => {
    if (value === 0) return;
    for (let c = 0; c < C; c++) output[c] += value * projection[i * C + c];
  });
  return output;
}

/** Numbers that the activations of one site hold: 64 MiB. Of larger data sets as many rows as fit, evenly spread. */
const MAX_NUMBERS = 2 ** 24;

/** Rows of training whose activations at the widest of these sites fit into memory. */
export function corpusWithinMemory({ config, dataset }: RunPlan, names: readonly ActivationName[]): Corpus {
  const corpus = trainingCorpus(dataset, config.T);
  const width = Math.max(...names.map((name) => activationWidth(config, name)));
  const tokens = sum(corpus.rows.map(({ length }) => Math.min(length, config.T)));
  const every = Math.ceil((tokens * width) / MAX_NUMBERS);
  const rows = corpus.rows.filter((_, r) => r % every === 0);
  return { ...corpus, rows, isComplete: corpus.isComplete && rows.length === corpus.rows.length };
}
