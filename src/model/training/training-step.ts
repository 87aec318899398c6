// The execution plan of one training step: forward, backward, gradient clipping, optimizer.

import { backward } from '../../kernels/graph/backward.ts';
import { isBatchLabel } from '../../kernels/graph/batch.ts';
import { fuse } from '../../kernels/graph/fuse.ts';
import type { Graph, Tensor } from '../../kernels/graph/graph.ts';
import { type Plan, plan } from '../../kernels/graph/plan.ts';
import type { AdapterKind } from '../../kernels/op.ts';
import { FUSED_OPS, fusionsFor } from '../../kernels/ops/fusions.ts';
import { withTrainingDefaults } from '../../shared/settings/training-settings.ts';
import type { FlatLayout } from '../architecture/parameters.ts';
import { type Optimizer, recordOptimizer } from './optimizer/optimizer.ts';
import type { OptimizerConfig } from './optimizer/optimizer-config.ts';
import type { TrainingConfig } from './training-config.ts';

export interface TrainerOptions {
  /** Maximum global norm of the gradients; 0 disables clipping. */
  readonly clipNorm: number;
  readonly optimizer: OptimizerConfig;
  /** Kernel variants of the run to resume, by pass label. */
  readonly variants?: Readonly<Record<string, string>>;
}

/** A model recorded with its loss [1]. */
export interface TrainingGraph {
  readonly graph: Graph;
  readonly loss: Tensor;
  /** What is read of a step besides the loss; absent where any tensor may be read, so that none is fused away or loses its memory. */
  readonly retained?: readonly Tensor[];
}

export interface TrainingStep {
  readonly plan: Plan;
  readonly optimizer: Optimizer;
}

/** Fuses ops on a GPU, lets tensors share memory on the CPU, and appends the backward pass of `loss` [1] and the optimizer to the graph. */
export function trainingStep(
  { graph, loss, retained }: TrainingGraph,
  layout: FlatLayout,
  { adapterKind, variants, ...options }: TrainerOptions & { readonly adapterKind?: AdapterKind },
): TrainingStep {
  const isRewritten = retained && adapterKind && (!variants || isOfRewrittenPlan(variants));
  if (isRewritten) fuse(graph, fusionsFor(adapterKind), [loss, ...retained]);
  const modelNodeCount = graph.nodes.length;
  const backwardPass = backward(graph, loss);
  const optimizer = recordOptimizer(graph, layout, options.clipNorm, options.optimizer);
  return {
    plan: plan({
      graph,
      backward: backwardPass,
      modelNodeCount,
      layout,
      isBatched: Boolean(isRewritten),
      retained: retained && !adapterKind ? [loss, ...retained] : undefined,
    }),
    optimizer,
  };
}

/** A run resumes on the plan that its variants were recorded of, because another one rounds differently. */
function isOfRewrittenPlan(variants: Readonly<Record<string, string>>): boolean {
  return Object.keys(variants).some(
    (label) => isBatchLabel(label) || FUSED_OPS.some(({ name }) => label.startsWith(`${name}.`)),
  );
}

/** Trainer options of a training config: its optimizer, with gradient clipping. */
export function toTrainerOptions(training: TrainingConfig): TrainerOptions {
  return { clipNorm: training.clipNorm, optimizer: toOptimizerConfig(training) };
}

function toOptimizerConfig(training: TrainingConfig): OptimizerConfig {
  const { optimizer: kind, momentum, muonLearningRate, ...rest } = withTrainingDefaults(training);
  const { beta1, beta2, weightDecay, learningRate } = rest;
  if (kind === 'sgd') return { kind, momentum };
  const adamw = { beta1, beta2, weightDecay };
  return kind === 'adamw'
    ? { kind, ...adamw }
    : { kind, ...adamw, momentum, rateRatio: muonLearningRate / learningRate };
}
