// Memory for training, computed from the execution plan before anything is allocated.

import type { Capacity } from '../../kernels/backends/executor.ts';
import type { Graph, TensorKind } from '../../kernels/graph/graph.ts';
import type { Plan } from '../../kernels/graph/plan.ts';
import type { AdapterKind } from '../../kernels/op.ts';
import { transformerParameters } from '../architecture/architecture.ts';
import type { ModelConfig } from '../architecture/config.ts';
import { flatLayout } from '../architecture/parameters.ts';
import { nextTokenTask } from './next-token-task.ts';
import { rowsPerPart, type TrainingConfig } from './training-config.ts';
import { type TrainerOptions, toTrainerOptions, trainingStep } from './training-step.ts';

/** Bytes by use. */
export interface MemoryEstimate {
  readonly total: number;
  readonly weights: number;
  readonly weightGradients: number;
  /** State of the optimizer between steps. */
  readonly moments: number;
  /** Inputs and results of the forward pass, which the backward pass reads. */
  readonly activations: number;
  readonly activationGradients: number;
  /** Temporary memory of single kernels. */
  readonly scratch: number;
  /** The largest buffer. */
  readonly largest: { readonly name: string; readonly bytes: number };
}

/** The latest estimates: opening a run asks three times for the same one. */
const latest = new Map<string, MemoryEstimate>();
const KEPT = 4;

/**
 * Exactly the bytes that executors allocate for a training step, but for small tables of sizes; an inspection allocates more while it
 * runs. Without the kind of adapter: on the CPU. `variants`: those of the run to resume.
 */
export function trainingMemory(...request: Parameters<typeof plannedMemory>): MemoryEstimate {
  const key = JSON.stringify(request);
  const memory = latest.get(key) ?? plannedMemory(...request);
  latest.set(key, memory);
  if (latest.size > KEPT) latest.delete([...latest.keys()][0]);
  return memory;
}

function plannedMemory(
  config: ModelConfig,
  training: TrainingConfig,
  { adapterKind, variants }: Pick<TrainerOptions, 'variants'> & { readonly adapterKind?: AdapterKind } = {},
): MemoryEstimate {
  const size = { B: rowsPerPart(training), T: config.T };
  const layout = flatLayout(transformerParameters(config));
  const task = nextTokenTask(config, size);
  const { plan, optimizer } = trainingStep(task, layout, {
    ...toTrainerOptions(training),
    adapterKind,
    variants,
  });
  const flatBytes = 4 * layout.length;
  const parts = {
    weights: flatBytes,
    weightGradients: flatBytes,
    moments: optimizer.moments.reduce((bytes, { length }) => bytes + 4 * length, 0),
    ...planBytes(plan, task.graph),
  };
  const total = Object.values(parts).reduce((sum, bytes) => sum + bytes);
  return { total, ...parts, largest: largestOf([...plan.storages, ['all weights', layout.length]]) };
}

/** Bytes of one plan, without the flat storages. */
function planBytes(plan: Plan, graph: Graph) {
  const kinds = new Map(graph.tensors.map(({ name, kind }) => [name, kind]));
  const bytesOfKinds = (...included: TensorKind[]) => {
    let words = 0;
    for (const [name, length] of plan.storages)
      if (included.includes(kinds.get(name) as TensorKind)) words += length;
    return 4 * words;
  };
  return {
    activations: bytesOfKinds('input', 'activation'),
    activationGradients: bytesOfKinds('gradient'),
    scratch: bytesOfKinds('scratch'),
  };
}

function largestOf(storages: readonly (readonly [string, number])[]): MemoryEstimate['largest'] {
  const [name, words] = storages.reduce((most, each) => (each[1] > most[1] ? each : most));
  return { name, bytes: 4 * words };
}

/** Why the model does not fit, one sentence; undefined if it does. */
export function memoryProblem({ total, largest }: MemoryEstimate, capacity: Capacity): string | undefined {
  const advice = 'choose a smaller batch, more accumulation, a shorter context or a smaller network';
  if (largest.bytes > capacity.maxBufferBytes) {
    return `${largest.name} needs a buffer of ${gigabytes(largest.bytes)}, and the largest buffer of ${capacity.label} is ${gigabytes(capacity.maxBufferBytes)}; ${advice}.`;
  }
  if (total > capacity.totalBytes) {
    return `Training needs ${gigabytes(total)} of memory, and ${capacity.label} may use ${gigabytes(capacity.totalBytes)}; ${advice}.`;
  }
  return undefined;
}

function gigabytes(bytes: number): string {
  return `${Number((bytes / 1e9).toPrecision(3))} GB`;
}
