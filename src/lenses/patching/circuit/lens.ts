// The circuit behind an answer: the edges with the largest scores, and whether they alone do it.

import { readViews } from '../../../model/architecture/views/views.ts';
import type { FrozenModel } from '../../../model/training/run.ts';
import type { GraphEdge } from '../../../shared/edges-on-paths.ts';
import type { Job } from '../../../shared/job.ts';
import { nullSummary } from '../../../shared/null-summary.ts';
import { random } from '../../../shared/random.ts';
import { defineFrozenLens } from '../../shared/define-lens.ts';
import * as v from '../../shared/schemas.ts';
import { columnTable, formatPercent, percents, signed } from '../../shared/text-table.ts';
import { edgeAttribution, edgeAttributionViews } from '../edge-attribution.ts';
import { edgeLabel, edgesOf, graphEdge, nodeLabel, type Receiver, type Sender } from '../graph-nodes.ts';
import {
  metricLines,
  PATCHING_REQUEST,
  type PatchedPairs,
  patchingOptions,
  preparePatching,
} from '../patching-request.ts';
import { pathPatching } from '../path-patching.ts';
import { meanAndDeviation } from '../spread.ts';
import { type CircuitScores, connected, randomCircuit, scoreCircuits } from './circuit.ts';

export type { CircuitScores } from './circuit.ts';

/** One edge of a model; means over the pairs. */
export interface ScoredEdge extends GraphEdge {
  sender: Sender;
  receiver: Receiver;
  label: string;
  /** By edge attribution patching, or by path patching where the request says so. */
  score: number;
}

export interface CircuitResult extends PatchedPairs {
  /** All edges of the model, the largest score first: a circuit takes the first ones of them. */
  ranked: ScoredEdge[];
  /** Whether they are ranked by path patching. */
  isExact: boolean;
  /** How many of them were taken. */
  taken: number;
  /** Those of them that lie on a path from the embedding to the logits: the circuit. */
  circuit: ScoredEdge[];
  scores: CircuitScores;
  /** Circuits with as many edges, all on paths from the embedding to the logits, drawn at random. */
  random: CircuitScores[];
  /** Circuits of the first 1, 2, 4 … ranked edges, without those on no path; empty unless the request asks for it. */
  curve: (CircuitScores & { taken: number })[];
}

// `edges`: how many of the ranked edges are taken; without it the fewest of the curve that keep 80 % of the difference. `exact`:
// edges are ranked by path patching. `draws`: random circuits. `curve`: also circuits of other sizes.
const REQUEST = v.strictObject({
  ...PATCHING_REQUEST,
  edges: v.optional(v.integerBetween(1, 100_000)),
  exact: v.optional(v.boolean),
  draws: v.optional(v.integerBetween(0, 500)),
  curve: v.optional(v.boolean),
});

const DEFAULT_DRAWS = 20;
/** Hanna et al. 2024 take five. */
const DEFAULT_STEPS = 5;
/** Share of the difference that a circuit chosen by itself keeps. */
const FAITHFUL = 0.8;

export const circuitLens = defineFrozenLens({
  name: 'circuit',
  request: REQUEST,
  compute: findCircuit,
  table: {
    requiredOptions: ['prompt'],
    toRequest: (options, model) => ({
      ...patchingOptions(options, model),
      edges: options.count,
      draws: options.samples,
      samples: undefined,
      curve: true,
    }),
    format: (result) => [...metricLines(result), ...circuitLines(result)],
  },
});

async function* findCircuit(frozen: FrozenModel, request: v.InferOutput<typeof REQUEST>): Job<CircuitResult> {
  const { edges: count, exact = false, draws = DEFAULT_DRAWS, curve = false, seed = 0 } = request;
  if (request.method !== undefined && request.method !== 'noise')
    throw new Error(
      'A circuit is what remains where all else has the corrupted prompt’s activations; the method is noise.',
    );
  const { task, patched } = yield* preparePatching(frozen, { ...request, method: 'noise' });
  const { config } = task;
  const baseline = {
    clean: patched.pairs.map(({ cleanMetric }) => cleanMetric),
    corrupt: patched.pairs.map(({ corruptMetric }) => corruptMetric),
  };
  const weights = await readViews(frozen.weights, edgeAttributionViews(config));
  const edges = edgesOf(config);
  const values = exact
    ? yield* pathPatching(task, edges, weights)
    : yield* edgeAttribution(task, edges, weights, request.integrationSteps ?? DEFAULT_STEPS);
  const ranked = edges
    .map(
      (edge, e): ScoredEdge => ({
        ...{ ...edge, ...graphEdge(config, edge), label: edgeLabel(edge) },
        score: meanAndDeviation(values[e]).mean,
      }),
    )
    .sort((one, other) => Math.abs(other.score) - Math.abs(one.score));
  const take = (taken: number) => connected(config, ranked.slice(0, taken));
  const sizes = curve || count === undefined ? sizesTo(edges.length) : [];
  const scored = yield* scoreCircuits(task, sizes.map(take), weights, baseline);
  const points = sizes.map((taken, i) => ({ taken, ...scored[i] }));
  const taken = Math.min(
    edges.length,
    count ?? points.find(({ faithfulness }) => faithfulness >= FAITHFUL)?.taken ?? edges.length,
  );
  const circuit = take(taken);
  const stream = random(seed, 'patching', 'random circuits');
  const drawn = Array.from({ length: draws }, () => randomCircuit(config, circuit.length, stream));
  const [scores, ...ofRandom] = yield* scoreCircuits(task, [circuit, ...drawn], weights, baseline);
  return { ...patched, ranked, isExact: exact, taken, circuit, scores, random: ofRandom, curve: points };
}

/** 1, 2, 3, 4, 6, 8 and so on, each half as much again, and all. */
function sizesTo(total: number): number[] {
  const sizes: number[] = [];
  for (let size = 1; size < total; size = Math.max(size + 1, 2 * Math.round(0.75 * size))) sizes.push(size);
  return [...sizes, total];
}

function nullText(draws: readonly number[]): string {
  const { mean, high } = nullSummary(draws);
  return `${formatPercent(mean)}, 95 % of them at most ${formatPercent(high)}`;
}

const LISTED_EDGES = 30;

function circuitLines({ ranked, taken, circuit, scores, random, curve }: CircuitResult): string[] {
  const nodes = new Set(circuit.map(({ sender }) => nodeLabel(sender)));
  const chance = (key: 'faithfulness' | 'completeness') =>
    random.length > 0
      ? `; ${random.length} random circuits of as many edges on paths ${nullText(random.map((each) => each[key]))}`
      : '';
  const points = columnTable(curve, [
    ['edges taken', (point) => String(point.taken)],
    ['on a path', ({ edges }) => String(edges)],
    percents('faithfulness', ({ faithfulness }) => faithfulness),
    percents('completeness', ({ completeness }) => completeness),
  ]);
  return [
    `${circuit.length} of ${ranked.length} edges, from ${nodes.size} senders: the ${taken} largest without those on no path`,
    `faithfulness ${formatPercent(scores.faithfulness)}${chance('faithfulness')}`,
    `completeness ${formatPercent(scores.completeness)}${chance('completeness')}`,
    '',
    ...columnTable(circuit.slice(0, LISTED_EDGES), [
      ['edge', ({ label }) => label],
      signed('score', ({ score }) => score),
    ]),
    ...(curve.length > 0 ? ['', ...points] : []),
  ];
}
