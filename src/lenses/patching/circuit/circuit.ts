// A circuit: the edges with the largest scores that lie on a path from the embedding to the logits, how much of the answer it
// keeps, how much is lost without it, and what random circuits of its size do.

import type { ModelConfig } from '../../../model/architecture/config.ts';
import type { WeightValues } from '../../../model/architecture/weights.ts';
import { edgesOnPaths } from '../../../shared/edges-on-paths.ts';
import type { Job } from '../../../shared/job.ts';
import type { Random } from '../../../shared/random.ts';
import type { PatchingTask } from '../activation-patching.ts';
import { type Edge, edgesOf, graphEdge, nodeLabel } from '../graph-nodes.ts';
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

/** Without edges that nothing reaches, or that reach nothing: they change no metric. */
export const connected = <TEdge extends Edge>(config: ModelConfig, edges: readonly TEdge[]): TEdge[] =>
  edgesOnPaths(
    edges.map((edge) => graphEdge(config, edge)),
    'embed',
    'logits',
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
  const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
  const lost = sum(clean) - sum(corrupt);
  return circuits.map((edges, c) => ({
    edges: edges.length,
    faithfulness: (sum(metrics[c]) - sum(corrupt)) / lost,
    completeness: (sum(clean) - sum(metrics[circuits.length + c])) / lost,
  }));
}

/** As many edges of each kind as a circuit has: from head to the keys of a head, from an MLP to the logits, and so on. */
export function randomCircuit(config: ModelConfig, circuit: readonly Edge[], stream: Random): Edge[] {
  const left = new Map<string, number>();
  for (const edge of circuit) left.set(kindOf(edge), (left.get(kindOf(edge)) ?? 0) + 1);
  return stream.shuffle(edgesOf(config)).filter((edge) => {
    const room = left.get(kindOf(edge)) ?? 0;
    left.set(kindOf(edge), room - 1);
    return room > 0;
  });
}

const kindOf = ({ sender, receiver }: Edge): string =>
  `${sender.kind} ${receiver.kind} ${receiver.kind === 'head' ? receiver.input : ''}`;
