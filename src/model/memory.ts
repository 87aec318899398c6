// How much memory a model takes to train, from its plan: known before anything of it is built.

import type { Capacity } from '../kernels/executor.ts';
import type { TensorKind } from '../kernels/graph/graph.ts';
import type { ModelConfig } from './config.ts';
import { nextTokenTask } from './next-token-task.ts';
import { flatLayout, transformerParameters } from './parameters.ts';
import type { TrainingConfig } from './training-config.ts';
import { optimizerOf, trainingStep } from './training-step.ts';

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

/** Exactly what executors allocate for the tensors of a training step; looking inside takes more while it is done. */
export function memoryToTrain(config: ModelConfig, training: TrainingConfig): MemoryNeed {
  const task = nextTokenTask(config, { B: training.B, T: config.T });
  const layout = flatLayout(transformerParameters(config));
  const { plan, optimizer } = trainingStep(task, layout, optimizerOf(training));
  const kinds = new Map(task.graph.tensors.map(({ name, kind }) => [name, kind]));
  const own = (...wanted: TensorKind[]) => {
    let words = 0;
    for (const [name, length] of plan.storages)
      if (wanted.includes(kinds.get(name) as TensorKind)) words += length;
    return 4 * words;
  };
  const flat = 4 * layout.length;
  const parts = {
    weights: flat,
    weightGradients: flat,
    moments: optimizer.moments.length * flat,
    activations: own('input', 'activation'),
    activationGradients: own('gradient'),
    scratch: own('scratch'),
  };
  const total = Object.values(parts).reduce((sum, bytes) => sum + bytes);
  return { total, ...parts, largest: largestOf([...plan.storages, ['all weights', layout.length]]) };
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
