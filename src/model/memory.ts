// How much memory a model takes to train, from its plan: known before anything of it is built.

import type { Capacity } from '../kernels/executor.ts';
import type { Graph, TensorKind } from '../kernels/graph/graph.ts';
import type { Plan } from '../kernels/graph/plan.ts';
import type { ModelConfig } from './config.ts';
import { nextTokenTask } from './next-token-task.ts';
import { flatLayout, transformerParameters } from './parameters.ts';
import type { TrainingConfig } from './training-config.ts';
import { gradientStep, optimizerOf, trainingStep } from './training-step.ts';

/** Bytes, by what they hold. */
export interface MemoryNeed {
  readonly total: number;
  readonly weights: number;
  readonly weightGradients: number;
  /** AdamW's two running means. */
  readonly moments: number;
  /** What the forward pass computes, with the batch it begins with: kept, for the backward pass and for looking. */
  readonly activations: number;
  readonly activationGradients: number;
  /** Working memory of single kernels. */
  readonly scratch: number;
  /** The one that takes most: it has to fit into one piece. */
  readonly largest: { readonly name: string; readonly bytes: number };
}

/**
 * Exactly what executors allocate for the tensors of a training step; looking inside takes more while it is done. With
 * `shares` of the batch each has a thread with weights and gradients of its own, and all of them are counted.
 */
export function memoryToTrain(config: ModelConfig, training: TrainingConfig, shares = 1): MemoryNeed {
  const size = { B: training.B / shares, T: config.T };
  const layout = flatLayout(transformerParameters(config));
  const task = nextTokenTask(config, size);
  const { plan, optimizer } = trainingStep(task, layout, optimizerOf(training));
  const flat = 4 * layout.length;
  const parts = {
    ...flatParts(flat),
    moments: optimizer.moments.length * flat,
    ...planParts(plan, task.graph),
  };
  if (shares > 1) {
    const other = nextTokenTask(config, size);
    const each = { ...flatParts(flat), ...planParts(gradientStep(other, layout), other.graph) };
    for (const name of Object.keys(each) as (keyof typeof each)[]) parts[name] += (shares - 1) * each[name];
  }
  const total = Object.values(parts).reduce((sum, bytes) => sum + bytes);
  return { total, ...parts, largest: largestOf([...plan.storages, ['all weights', layout.length]]) };
}

const flatParts = (flat: number) => ({ weights: flat, weightGradients: flat });

/** What belongs to a plan alone. */
function planParts(plan: Plan, graph: Graph) {
  const kinds = new Map(graph.tensors.map(({ name, kind }) => [name, kind]));
  const own = (...wanted: TensorKind[]) => {
    let words = 0;
    for (const [name, length] of plan.storages)
      if (wanted.includes(kinds.get(name) as TensorKind)) words += length;
    return 4 * words;
  };
  return {
    activations: own('input', 'activation'),
    activationGradients: own('gradient'),
    scratch: own('scratch'),
  };
}

function largestOf(storages: readonly (readonly [string, number])[]): MemoryNeed['largest'] {
  const [name, words] = storages.reduce((most, each) => (each[1] > most[1] ? each : most));
  return { name, bytes: 4 * words };
}

/** Why it does not fit, a sentence with the figures; undefined where it does. */
export function memoryProblem({ total, largest }: MemoryNeed, capacity: Capacity): string | undefined {
  const wayOut = 'choose fewer rows in a batch, a shorter context or a smaller network';
  if (largest.bytes > capacity.inOnePiece) {
    return `${largest.name} alone needs ${gigabytes(largest.bytes)}, and ${capacity.of} takes ${gigabytes(capacity.inOnePiece)} in one piece; ${wayOut}.`;
  }
  if (total > capacity.inAll) {
    return `Training this needs ${gigabytes(total)} of memory, and ${capacity.of} may use ${gigabytes(capacity.inAll)}; ${wayOut}.`;
  }
  return undefined;
}

function gigabytes(bytes: number): string {
  return `${Number((bytes / 1e9).toPrecision(3))} GB`;
}
