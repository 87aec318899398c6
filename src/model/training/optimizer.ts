// Optimizers: clipping by global norm, then AdamW or SGD with momentum, each one dispatch over the flat storages.

import type { Graph, Tensor } from '../../kernels/graph/graph.ts';
import { adamw } from '../../kernels/ops/adamw/adamw.ts';
import { clipGradients } from '../../kernels/ops/clip-gradients/clip-gradients.ts';
import { sgd } from '../../kernels/ops/sgd/sgd.ts';
import type { FlatLayout } from '../architecture/parameters.ts';

export type OptimizerConfig =
  | { readonly kind: 'adamw'; readonly beta1: number; readonly beta2: number; readonly weightDecay: number }
  | { readonly kind: 'sgd'; readonly momentum: number };

/** Added to AdamW's denominator (Loshchilov & Hutter 2019). */
const EPSILON = 1e-8;

/** A recorded optimizer. */
export interface Optimizer {
  /** Scalars to write before each step. */
  readonly stepInputs: Tensor;
  /** [1]: global norm of the gradients before clipping. */
  readonly gradientNorm: Tensor;
  /** Names of the flat storages that persist between steps, beside `parameters` and `gradients`. */
  readonly moments: readonly string[];
  /** Values of `stepInputs` for step `step`, from 0. */
  scalars(step: number, learningRate: number): Float32Array<ArrayBuffer>;
}

/** Appends the optimizer to a training graph; `clipNorm` 0 disables clipping. */
export function recordOptimizer(
  graph: Graph,
  layout: FlatLayout,
  clipNorm: number,
  config: OptimizerConfig,
): Optimizer {
  const parameters = graph.shared('parameters', layout.length);
  const gradients = graph.shared('gradients', layout.length);
  const { norm, factor } = graph.apply(
    clipGradients,
    { gradients },
    { name: 'gradient norm', attributes: { max_norm: clipNorm } },
  );
  const flat = { parameters, gradients, factor };
  const recorded =
    config.kind === 'adamw'
      ? recordAdamW(graph, layout, flat, config)
      : recordSgd(graph, layout, flat, config);
  return { gradientNorm: norm, ...recorded };
}

interface FlatStorages {
  readonly parameters: Tensor;
  readonly gradients: Tensor;
  readonly factor: Tensor;
}

function recordAdamW(
  graph: Graph,
  layout: FlatLayout,
  flat: FlatStorages,
  config: OptimizerConfig & { kind: 'adamw' },
) {
  const { beta1, beta2, weightDecay } = config;
  const stepInputs = graph.scalars('AdamW', adamw.inputs.step.fields ?? []);
  const m = graph.shared('m', layout.length);
  const v = graph.shared('v', layout.length);
  graph.apply(
    adamw,
    { ...flat, m, v, step: stepInputs },
    { name: 'AdamW', attributes: { decayed: layout.decayed } },
  );
  return {
    stepInputs,
    moments: ['m', 'v'],
    // Bias corrections in doubles: 1 − β₂ᵗ loses its digits in 32-bit floats.
    scalars: (step: number, learningRate: number) =>
      Float32Array.of(
        learningRate,
        beta1,
        beta2,
        EPSILON,
        weightDecay,
        1 - beta1 ** (step + 1),
        1 - beta2 ** (step + 1),
      ),
  };
}

function recordSgd(
  graph: Graph,
  layout: FlatLayout,
  flat: FlatStorages,
  config: OptimizerConfig & { kind: 'sgd' },
) {
  const stepInputs = graph.scalars('SGD', sgd.inputs.step.fields ?? []);
  const velocity = graph.shared('velocity', layout.length);
  graph.apply(sgd, { ...flat, velocity, step: stepInputs }, { name: 'SGD' });
  return {
    stepInputs,
    moments: ['velocity'],
    scalars: (_step: number, learningRate: number) => Float32Array.of(learningRate, config.momentum),
  };
}
