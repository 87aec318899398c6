// The circuit behind an answer: the edges with the largest scores that lie on a path from the embedding to the logits, how much of the
// answer it keeps, how much is lost without it, and what random circuits of its size do.

import type { ModelConfig } from '../../model/architecture/config.ts';
import { readViews } from '../../model/architecture/views/views.ts';
import type { WeightValues } from '../../model/architecture/weights.ts';
import type { FrozenModel } from '../../model/training/run.ts';
import { edgesOnPaths, type GraphEdge } from '../../shared/edges-on-paths.ts';
import type { Job } from '../../shared/job.ts';
import { nullSummary } from '../../shared/null-summary.ts';
import { mean, sum } from '../../shared/numbers.ts';
import { type Random, random } from '../../shared/random.ts';
import { defineFrozenLens } from '../shared/define-lens.ts';
import * as v from '../shared/schemas.ts';
import { columnTable, formatPercent, percents, signed } from '../shared/text-table.ts';
import { circuitMetrics } from './circuit-runs.ts';
import { edgeAttribution, edgeAttributionViews } from './edge-attribution.ts';
import { type Edge, edgesOf, graphEdge, type NamedEdge, namedEdge, nodeLabel } from './graph-nodes.ts';
import type { PatchingTask } from './pairs.ts';
import {
  metricLines,
  PATCHING_REQUEST,
  type PatchedPairs,
  patchingOptions,
  preparePatching,
} from './patching-request.ts';
import { pathPatching } from './path-patching.ts';

/** Shares of the difference that the corruption makes, of sums over the pairs. */
export interface CircuitScores {
  /** Edges of the circuit. */
  edges: number;
  /** The share of the difference that the circuit alone keeps: 1 is all of it (Wang et al. 2022; Hanna et al. 2024). */
  faithfulness: number;
  /** The share that is lost where the circuit alone is patched with the corrupted run: 1 is all, so that nothing outside it does the same. */
  completeness: number;
}

/** The metric of both prompts, one number a pair. */
interface Baseline {
  readonly clean: readonly number[];
  readonly corrupt: readonly number[];
}

const ENDS = ['embed', 'logits'] as const;

/** Without edges that nothing reaches, or that reach nothing: they change no metric. */
export const connected = <TEdge extends Edge>(config: ModelConfig, edges: readonly TEdge[]): TEdge[] =>
  edgesOnPaths(
    edges.map((edge) => graphEdge(config, edge)),
    ...ENDS,
  ).map((i) => edges[i]);

export async function* scoreCircuits(
  task: PatchingTask,
  circuits: readonly (readonly Edge[])[],
  weights: WeightValues,
  { clean, corrupt }: Baseline,
): Job<CircuitScores[]> {
  const all = edgesOf(task.config);
  const keyOf = ({ sender, receiver }: Edge) => `${nodeLabel(sender)} ${nodeLabel(receiver)}`;
  const complements = circuits.map((edges) => {
    const own = new Set(edges.map(keyOf));
    return all.filter((edge) => !own.has(keyOf(edge)));
  });
  const metrics = yield* circuitMetrics(task, [...circuits, ...complements], weights);
  const lost = sum(clean) - sum(corrupt);
  return circuits.map((edges, c) => ({
    edges: edges.length,
    faithfulness: (sum(metrics[c]) - sum(corrupt)) / lost,
    completeness: (sum(clean) - sum(metrics[circuits.length + c])) / lost,
  }));
}

/** Paths, and whole circuits, that are tried until the number of edges fits. */
const TRIES = 100;

/**
 * So many edges, or a few less where they do not fit, all on paths from the embedding to the logits: random paths, then edges between
 * nodes of theirs. Most edges that are drawn one by one are on no path, and change nothing.
 */
export function randomCircuit(config: ModelConfig, size: number, stream: Random): Edge[] {
  const edges = edgesOf(config);
  const graph = edges.map((edge) => graphEdge(config, edge));
  let most: number[] = [];
  for (let tried = 0; tried < TRIES && most.length < size; tried++) {
    const drawn = drawCircuit(graph, size, stream);
    if (drawn.length > most.length) most = drawn;
  }
  return most.sort((one, other) => one - other).map((e) => edges[e]);
}

/** Indices of edges, at most `size`. */
function drawCircuit(graph: readonly GraphEdge[], size: number, stream: Random): number[] {
  const taken = new Set<number>();
  for (let tried = 0; tried < TRIES && taken.size < size; tried++) {
    const path = drawPath(graph, stream);
    if (new Set([...taken, ...path]).size <= size) for (const e of path) taken.add(e);
  }
  for (const e of stream.shuffle([...graph.keys()])) {
    const wider = [...taken, e].map((each) => graph[each]);
    if (taken.size < size && !taken.has(e) && edgesOnPaths(wider, ...ENDS).length === wider.length)
      taken.add(e);
  }
  return [...taken];
}

/** Each edge as probable as all others that leave its node. */
function drawPath(graph: readonly GraphEdge[], stream: Random): number[] {
  const path: number[] = [];
  const [source, sink] = ENDS;
  for (let node: string = source; node !== sink; ) {
    const leaving = [...graph.keys()].filter((e) => graph[e].from === node);
    const e = leaving[stream.integer(leaving.length)];
    path.push(e);
    node = graph[e].to[stream.integer(graph[e].to.length)];
  }
  return path;
}

/** One edge of a model; means over the pairs. */
export interface ScoredEdge extends NamedEdge {
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
  /** The taken edges that lie on a path from the embedding to the logits: the circuit. */
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

/** The circuit behind an answer: the edges with the largest scores, and whether they alone do it. */
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
        ...namedEdge(config, edge),
        score: mean(values[e]),
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
  const { mean: average, high } = nullSummary(draws);
  return `${formatPercent(average)}, 95 % of them at most ${formatPercent(high)}`;
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
