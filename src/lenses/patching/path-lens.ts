// Path patching: the direct effect of each edge between two parts of a model, beside its estimate by edge attribution patching.

import { readViews } from '../../model/architecture/views/views.ts';
import type { FrozenModel } from '../../model/training/run.ts';
import { correlation } from '../../shared/correlation.ts';
import type { Job } from '../../shared/job.ts';
import { random } from '../../shared/random.ts';
import { topIndices } from '../../shared/top-indices.ts';
import { defineFrozenLens } from '../shared/define-lens.ts';
import * as v from '../shared/schemas.ts';
import { columnTable, formatSigned } from '../shared/text-table.ts';
import { edgeAttribution, edgeAttributionViews } from './edge-attribution.ts';
import { type Edge, edgeLabel, edgesOf, type NamedEdge, namedEdge } from './graph-nodes.ts';
import {
  metricLines,
  PATCHING_REQUEST,
  type PatchedPairs,
  patchingOptions,
  preparePatching,
} from './patching-request.ts';
import { pathPatching } from './path-patching.ts';
import { meanAndDeviation } from './spread.ts';

/** One edge, at all positions; means over the pairs. */
export interface EdgeEffect extends NamedEdge {
  /** Absent for ranks, which have no gradient. */
  estimate?: number;
  /** By path patching; absent where only the estimate was computed. */
  exact?: number;
  /** Standard deviation of the exact values over the pairs. */
  deviation?: number;
  /** Patched because it was drawn at random, not for its estimate. */
  isRandom?: boolean;
}

export interface PathPatchingResult extends PatchedPairs {
  /** The largest exact effects first, then estimates. */
  edges: EdgeEffect[];
  /** Pearson's, of estimates and exact values of the edges that have both. */
  correlation?: number;
}

// `count`: how many edges are patched, half of them for their estimates and half at random; all by default, at most 2,000.
// `headsOnly`: edges between heads, and from heads to the logits. `edge`: the label of one that is patched in any case.
const REQUEST = v.strictObject({
  ...PATCHING_REQUEST,
  count: v.optional(v.integerBetween(0, 10_000)),
  headsOnly: v.optional(v.boolean),
  edge: v.optional(v.WORD),
});

const DEFAULT_COUNT = 2000;

export const pathPatchingLens = defineFrozenLens({
  name: 'path-patching',
  request: REQUEST,
  compute: patchPaths,
  table: {
    requiredOptions: ['prompt'],
    toRequest: (options, model) => ({
      ...patchingOptions(options, model),
      count: options.count,
    }),
    format: (result) => [...metricLines(result), '', ...edgeLines(result)],
  },
});

async function* patchPaths(
  frozen: FrozenModel,
  request: v.InferOutput<typeof REQUEST>,
): Job<PathPatchingResult> {
  const { count = DEFAULT_COUNT, headsOnly = false, integrationSteps, seed = 0 } = request;
  const { task, patched } = yield* preparePatching(frozen, request);
  const { config } = task;
  const edges = edgesOf(config).filter((edge) => !headsOnly || isBetweenHeads(edge));
  const weights = await readViews(frozen.weights, edgeAttributionViews(config));
  const estimates =
    task.metric === 'rank'
      ? undefined
      : (yield* edgeAttribution(task, edges, weights, integrationSteps)).map(
          (values) => meanAndDeviation(values).mean,
        );
  const chosen = chooseEdges(edges.length, estimates, count, seed);
  const named = edges.findIndex((each) => edgeLabel(each) === request.edge);
  if (request.edge !== undefined && named < 0) throw new Error(`The model has no edge “${request.edge}”.`);
  if (named >= 0 && chosen.every(({ index }) => index !== named))
    chosen.push({ index: named, isRandom: false });
  const effects = yield* pathPatching(
    task,
    chosen.map(({ index }) => edges[index]),
    weights,
  );
  const exact = new Map(
    chosen.map(({ index, isRandom }, i) => {
      const { mean, deviation } = meanAndDeviation(effects[i]);
      return [index, { exact: mean, deviation, isRandom }];
    }),
  );
  const results = edges.map(
    (edge, index): EdgeEffect => ({
      ...namedEdge(config, edge),
      ...(estimates && { estimate: estimates[index] }),
      ...exact.get(index),
    }),
  );
  const size = (effect: EdgeEffect) => Math.abs(effect.exact ?? effect.estimate ?? 0);
  const rank = (effect: EdgeEffect) => (effect.exact === undefined ? 1 : 0);
  return {
    ...patched,
    edges: results.sort((one, other) => rank(one) - rank(other) || size(other) - size(one)),
    ...agreement(results),
  };
}

function agreement(edges: readonly EdgeEffect[]): { correlation?: number } {
  const both = edges.filter(({ estimate, exact }) => estimate !== undefined && exact !== undefined);
  const all = (key: 'estimate' | 'exact') => both.map((edge) => edge[key] as number);
  return both.length > 0 ? { correlation: correlation(all('estimate'), all('exact')) } : {};
}

const isBetweenHeads = ({ sender, receiver }: Edge): boolean =>
  sender.kind === 'head' && receiver.kind !== 'mlp';

/** All edges if `count` allows it; else half of them by estimate and half at random. */
function chooseEdges(
  total: number,
  estimates: readonly number[] | undefined,
  count: number,
  seed: number,
): { index: number; isRandom: boolean }[] {
  const all = Array.from({ length: total }, (_, index) => ({ index, isRandom: false }));
  if (total <= count) return all;
  const sizes = estimates?.map(Math.abs) ?? [];
  const top = new Set(topIndices(sizes, Math.ceil(count / 2)));
  const others = random(seed, 'patching', 'edges').shuffle(all.filter(({ index }) => !top.has(index)));
  const drawn = others.slice(0, count - top.size).map(({ index }) => ({ index, isRandom: true }));
  return [...[...top].map((index) => ({ index, isRandom: false })), ...drawn];
}

const LISTED_EDGES = 20;

function edgeLines({ edges, correlation: r }: PathPatchingResult): string[] {
  const cell = (value: number | undefined) => (value === undefined ? '–' : formatSigned(value));
  const patched = edges.filter(({ exact }) => exact !== undefined).length;
  const summary = `${edges.length} edges, ${patched} of them patched`;
  return [
    r === undefined ? summary : `${summary}; correlation of estimates and effects ${r.toFixed(3)}`,
    ...columnTable(edges.slice(0, LISTED_EDGES), [
      ['edge', ({ label }) => label],
      ['estimate', ({ estimate }) => cell(estimate)],
      ['effect', ({ exact }) => cell(exact)],
    ]),
  ];
}
