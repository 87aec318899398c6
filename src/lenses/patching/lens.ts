// Activation patching at every site of a model, beside its estimate by attribution patching.

import type { FrozenModel, Run } from '../../model/training/run.ts';
import { correlation } from '../../shared/correlation.ts';
import type { Job, JobProgress } from '../../shared/job.ts';
import { random } from '../../shared/random.ts';
import { topIndices } from '../../shared/top-indices.ts';
import { defineLens } from '../shared/define-lens.ts';
import { withFrozenModel } from '../shared/frozen-model.ts';
import type { Tensor } from '../shared/results.ts';
import * as v from '../shared/schemas.ts';
import { columnTable, formatSigned, formatTable, signed } from '../shared/text-table.ts';
import { activationPatching, type LayerEffects, patchPlaces } from './activation-patching.ts';
import { attributionPatching, sumOverPositions } from './attribution-patching.ts';
import type { PatchingTask } from './pairs.ts';
import { type PairRuns, type PatchedPlace, pairRuns, patchPlace } from './patched-place.ts';
import {
  metricLines,
  PATCHING_REQUEST,
  type PatchedPairs,
  patchingOptions,
  preparePatching,
} from './patching-request.ts';
import { hasSite, SITES, type Site } from './sites.ts';
import { meanAndDeviation, type Spread, spreadOf } from './spread.ts';

/** Effects of one site: the metric with it patched, less the metric of the base run. */
export interface SiteEffects {
  site: Site;
  /** (P, L, T), with a last axis of heads or neurons; absent for ranks, which have no gradient. */
  estimate?: Spread;
  /** The effects by patching; absent for neurons and where only estimates were asked for. */
  exact?: Spread;
  /** (P, L, H): heads at all positions at once. */
  estimateAllPositions?: Spread;
  exactAllPositions?: Spread;
  /** Pearson's, of estimates and exact values over all places, means over the pairs. */
  correlation?: number;
}

/** One neuron at one position; means over the pairs. */
export interface NeuronEffect {
  layer: number;
  neuron: number;
  position: number;
  estimate: number;
  exact: number;
  /** Standard deviation of the exact values. */
  deviation: number;
  /** Drawn at random, not among those with the largest estimates. */
  isRandom: boolean;
}

/** Each layer of a site is reported once it is patched, with its estimates. */
export interface PatchingProgress extends JobProgress {
  readonly effects?: LayerEffects & { readonly step: number; readonly estimate?: Float32Array };
}

export type { PairRuns, PatchedPlace, PatchPlace, RunOfPair } from './patched-place.ts';
export type { PairResult } from './patching-request.ts';

export interface PatchingResult extends PatchedPairs {
  sites: SiteEffects[];
  neurons: NeuronEffect[];
  /** The place of the request, patched exactly. */
  patch?: PatchedPlace;
  /** The runs of the first pair, where they were asked for. */
  runs?: PairRuns;
}

// `exact`: false computes estimates only, in one go. `neurons`: how many are patched, the largest estimates first, and as many at
// random. `place`: one place that is patched exactly in any case, with the prediction before and after. `runs`: vectors of both runs,
// and of the patched one.
const REQUEST = v.strictObject({
  ...PATCHING_REQUEST,
  sites: v.optional(v.boundedArray(v.oneOf(SITES), SITES.length)),
  exact: v.optional(v.boolean),
  neurons: v.optional(v.integerBetween(0, 1000)),
  runs: v.optional(v.boolean),
  place: v.optional(
    v.strictObject({
      site: v.oneOf(SITES),
      layer: v.anyNumber,
      position: v.optional(v.anyNumber),
      part: v.optional(v.anyNumber),
    }),
  ),
});
type Request = v.InferOutput<typeof REQUEST>;

const DEFAULT_SITES: readonly Site[] = ['hook_resid_pre', 'hook_attn_out', 'hook_mlp_out', 'attn.hook_z'];

export const patchingLens = defineLens({
  name: 'patching',
  request: REQUEST,
  // Estimates take no longer than a picture: they are read from the weights of now, with the rest of it.
  compute: (run: Run, request: Request) =>
    request.exact === false ? patch(run, request) : withFrozenModel(run, (frozen) => patch(frozen, request)),
  table: {
    requiredOptions: ['prompt'],
    toRequest: (options, model) => ({
      ...patchingOptions(options, model),
      neurons: options.count,
    }),
    format: (result) => [
      ...metricLines(result),
      ...result.sites.flatMap((site) => siteLines(site, result)),
      ...neuronLines(result),
    ],
  },
});

async function* patch(frozen: FrozenModel, request: Request): Job<PatchingResult> {
  const { exact = true, neurons = 0, integrationSteps } = request;
  const { task, patched } = yield* preparePatching(frozen, request);
  const sites = (request.sites ?? DEFAULT_SITES).filter((site) => hasSite(task.config, site));
  const hasNeurons = neurons > 0 && hasSite(task.config, 'mlp.hook_post');
  const hasGradient = task.metric !== 'rank';
  if (hasNeurons && !hasGradient) throw new Error('A rank has no gradient, by which neurons are chosen.');
  const estimated = [...new Set<Site>([...sites, ...(hasNeurons ? ['mlp.hook_post' as const] : [])])];
  const estimates: ReadonlyMap<Site, Tensor> = hasGradient
    ? yield* attributionPatching(task, estimated, integrationSteps)
    : new Map();
  const effects: SiteEffects[] = [];
  for (const site of sites)
    effects.push(yield* effectsOf(task, site, estimates.get(site), exact, patched.step));
  const posts = estimates.get('mlp.hook_post');
  return {
    ...patched,
    sites: effects,
    neurons: posts && hasNeurons ? yield* patchNeurons(task, posts, neurons, request.seed ?? 0) : [],
    ...(request.place && { patch: yield* patchPlace(frozen, task, request.place) }),
    ...(request.runs && { runs: yield* pairRuns(frozen, task, request.place) }),
  };
}

async function* effectsOf(
  task: PatchingTask,
  site: Site,
  estimate: Tensor | undefined,
  exact: boolean,
  step: number,
): Job<SiteEffects> {
  const isHeads = site === 'attn.hook_z';
  const spread = estimate && spreadOf(estimate);
  const allSpread = estimate && isHeads ? spreadOf(sumOverPositions(estimate)) : undefined;
  const report = (positions: 'each' | 'all') =>
    reported(activationPatching(task, site, positions), step, positions === 'each' ? spread : allSpread);
  const patches = exact && site !== 'mlp.hook_post' ? yield* report('each') : undefined;
  const all = patches && isHeads ? yield* report('all') : undefined;
  const effects = patches && spreadOf(patches);
  return {
    site,
    ...(spread && { estimate: spread }),
    ...(effects && { exact: effects }),
    ...(allSpread && { estimateAllPositions: allSpread }),
    ...(all && { exactAllPositions: spreadOf(all) }),
    ...(spread && effects && { correlation: correlation(spread.mean.data, effects.mean.data) }),
  };
}

/** With the step and the estimates of each layer. */
async function* reported(
  job: ReturnType<typeof activationPatching>,
  step: number,
  spread: Spread | undefined,
): Job<Tensor, PatchingProgress> {
  for (;;) {
    const { done, value } = await job.next();
    if (done) return value;
    const { effects, ...progress } = value;
    if (!effects) yield progress;
    else {
      const size = effects.mean.length;
      const estimate = spread?.mean.data.slice(effects.layer * size, (effects.layer + 1) * size);
      yield { ...progress, effects: { ...effects, step, ...(estimate && { estimate }) } };
    }
  }
}

/** Exact values of the neurons with the largest estimates, and of as many drawn at random. */
async function* patchNeurons(
  task: PatchingTask,
  estimates: Tensor,
  count: number,
  seed: number,
): Job<NeuronEffect[]> {
  const { mean } = spreadOf(estimates);
  const [L, T, M] = mean.shape;
  const top = topIndices(mean.data.map(Math.abs), Math.min(count, mean.data.length));
  const chosen = new Set(top);
  const stream = random(seed, 'patching', 'neurons');
  while (chosen.size < Math.min(2 * count, mean.data.length)) chosen.add(stream.integer(mean.data.length));
  const neurons = [...chosen].map((index) => ({
    index,
    layer: Math.floor(index / (T * M)),
    position: Math.floor(index / M) % T,
    neuron: index % M,
  }));
  const effects: NeuronEffect[] = [];
  for (let layer = 0; layer < L; layer++) {
    const ofLayer = neurons.filter((each) => each.layer === layer);
    const places = ofLayer.map(({ position, neuron }) => ({ position, part: neuron }));
    const placesOfPair = task.pairs.map(() => places);
    const exact = yield* patchPlaces(task, 'mlp.hook_post', layer, placesOfPair);
    ofLayer.forEach(({ index, position, neuron }, i) => {
      const stats = meanAndDeviation(exact.map((ofPair) => ofPair[i]));
      const isRandom = !top.includes(index);
      effects.push({
        layer,
        neuron,
        position,
        estimate: mean.data[index],
        exact: stats.mean,
        deviation: stats.deviation,
        isRandom,
      });
    });
  }
  return effects.sort((one, other) => Math.abs(other.exact) - Math.abs(one.exact));
}

function siteLines(
  { site, estimate, exact, exactAllPositions, correlation: r }: SiteEffects,
  { pairs }: PatchingResult,
): string[] {
  const shown = exact ?? estimate;
  if (!shown || site === 'mlp.hook_post') return [];
  const [L, T, parts = 1] = shown.mean.shape;
  const tokens = pairs[0].clean.map(({ text }, t) => {
    const other = pairs[0].corrupt[t].text;
    return text === other ? text : `${text}/${other}`;
  });
  const rows = Array.from({ length: L * parts }, (_, row) => {
    const [layer, part] = [Math.floor(row / parts), row % parts];
    const cells = Array.from({ length: T }, (_, t) =>
      formatSigned(shown.mean.data[(layer * T + t) * parts + part]),
    );
    const all = exactAllPositions ? [withSpread(exactAllPositions, row, pairs.length)] : [];
    return [site === 'attn.hook_z' ? `head ${layer}.${part}` : `layer ${layer}`, ...cells, ...all];
  });
  const kind = exact ? 'effect' : 'estimated effect';
  const agreement = r === undefined ? '' : `; correlation of estimates and effects ${r.toFixed(3)}`;
  return [
    '',
    `${site}, ${kind}${agreement}`,
    ...formatTable([['', ...tokens, ...(exactAllPositions ? ['all'] : [])], ...rows]),
  ];
}

/** The mean, of several pairs with its standard deviation. */
const withSpread = ({ mean, deviation }: Spread, i: number, pairs: number): string =>
  `${formatSigned(mean.data[i])}${pairs > 1 ? ` ± ${deviation.data[i].toFixed(2)}` : ''}`;

const LISTED_NEURONS = 10;

function neuronLines({ neurons, pairs }: PatchingResult): string[] {
  if (neurons.length === 0) return [];
  const lines = columnTable(neurons.slice(0, LISTED_NEURONS), [
    ['', (at) => `layer ${at.layer}, neuron ${at.neuron}, ${pairs[0].clean[at.position].text}`],
    signed('estimate', ({ estimate }) => estimate),
    signed('effect', ({ exact }) => exact),
    ['', ({ isRandom }) => (isRandom ? 'random' : '')],
  ]);
  const r = correlation(
    neurons.map(({ estimate }) => estimate),
    neurons.map(({ exact }) => exact),
  );
  const title = `mlp.hook_post of ${neurons.length} neurons; correlation of estimates and effects ${r.toFixed(3)}`;
  return ['', title, ...lines];
}
