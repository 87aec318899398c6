// One training step as one plan: forward, backward, clipping and optimiser, before anything is allocated for it.

import { backward } from '../../kernels/graph/backward.ts';
import type { Graph, Tensor } from '../../kernels/graph/graph.ts';
import { type Plan, plan } from '../../kernels/graph/plan.ts';
import type { FlatLayout } from '../architecture/parameters.ts';
import { type Optimizer, type OptimizerConfig, recordOptimizer } from './optimizer.ts';
import type { TrainingConfig } from './training-config.ts';

export interface TrainerOptions {
  /** Gradients are scaled down to this norm; 0 leaves them alone. */
  readonly clipNorm: number;
  readonly optimizer: OptimizerConfig;
  /** Kernel variants of the trainer this one goes on from, by pass label. */
  readonly variants?: Readonly<Record<string, string>>;
}

export interface TrainingStep {
  readonly plan: Plan;
  readonly optimizer: Optimizer;
}

/** The model's graph grows by the reverse walk and the optimiser. `loss` is [1]. */
export function trainingStep(
  { graph, loss }: { readonly graph: Graph; readonly loss: Tensor },
  layout: FlatLayout,
  options: TrainerOptions,
): TrainingStep {
  const modelNodeCount = graph.nodes.length;
  const backwardPass = backward(graph, loss);
  const recorded = recordOptimizer(graph, layout, options.clipNorm, options.optimizer);
  return { plan: plan({ graph, backward: backwardPass, modelNodeCount, layout }), optimizer: recorded };
}

/** The same without an optimiser: loss and gradients are all that is wanted. */
export function gradientStep(
  { graph, loss }: { readonly graph: Graph; readonly loss: Tensor },
  layout: FlatLayout,
): Plan {
  return plan({ graph, backward: backward(graph, loss), layout });
}

/** What a run's settings say about it. */
export function toTrainerOptions({ beta1, beta2, weightDecay, clipNorm }: TrainingConfig): TrainerOptions {
  return { clipNorm, optimizer: { kind: 'adamw', beta1, beta2, weightDecay } };
}
