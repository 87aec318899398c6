// Where a dictionary reads and writes, under TransformerLens's hook names, and the activations there over the data.

import { type ActivationName, hasActivation } from '../../../model/architecture/activations.ts';
import { modelViews } from '../../../model/architecture/architecture.ts';
import type { ModelConfig } from '../../../model/architecture/config.ts';
import { viewNumbers, type WeightView } from '../../../model/architecture/views/views.ts';
import type { WeightValues } from '../../../model/architecture/weights.ts';
import { type Corpus, trainingCorpus } from '../../../model/data/corpus.ts';
import type { FrozenModel } from '../../../model/training/run.ts';
import type { RunPlan } from '../../../model/training/run-plan.ts';
import { sum } from '../../shared/numbers.ts';
import { activationWidth } from '../../shared/top-activations.ts';
import { assertLayer } from '../../shared/unit-results.ts';

/** Of a block: the residual stream, the attention's heads and output, the MLP's neurons and output. */
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

/** Throws if the model has no such layer or activation. */
export function assertSite({ plan: { config } }: Pick<FrozenModel, 'plan'>, site: Site, layer: number): void {
  assertLayer(config, layer);
  if (!hasActivation(config, siteName(site, layer)))
    throw new Error(`This model has no activation '${siteName(site, layer)}'; choose another site.`);
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
