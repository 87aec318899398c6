// A circuit: the edges with the largest scores that lie on a path from the embedding to the logits, how much of the answer it
// keeps, how much is lost without it, and what random circuits of its size do.

import type { ModelConfig } from '../../../model/architecture/config.ts';
import type { WeightValues } from '../../../model/architecture/weights.ts';
import { edgesOnPaths, type GraphEdge } from '../../../shared/edges-on-paths.ts';
import type { Job } from '../../../shared/job.ts';
import { sum } from '../../../shared/numbers.ts';
import type { Random } from '../../../shared/random.ts';
import { type Edge, edgesOf, graphEdge, nodeLabel } from '../graph-nodes.ts';
import type { PatchingTask } from '../pairs.ts';
import { circuitMetrics } from './circuit-runs.ts';

/** Shares of the difference that the corruption makes, of sums over the pairs. */
export interface CircuitScores {
  /** Edges of the circuit. */
  edges: number;
  /** What the circuit alone keeps of the difference: 1 is all of it (Wang et al. 2022; Hanna et al. 2024). */
  faithfulness: number;
  /** What is lost where the circuit alone is patched with the corrupted run: 1 is all, so that nothing outside it does the same. */
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
