// Optimizers: clipping by global norm, then AdamW or SGD, each one dispatch over the flat storages, or Muon.

import type { Graph, Tensor } from '../../../kernels/graph/graph.ts';
import { adamw } from '../../../kernels/ops/adamw/adamw.ts';
import { clipGradients } from '../../../kernels/ops/clip-gradients/clip-gradients.ts';
import { sgd } from '../../../kernels/ops/sgd/sgd.ts';
import type { FlatLayout } from '../../architecture/parameters.ts';
import { type Moment, momentLayouts } from './moments.ts';
import { recordMuon } from './muon.ts';
import type { AdamWConfig, AdamWStep, OptimizerConfig, StepWriter } from './optimizer-config.ts';

/** Added to AdamW's denominator (Loshchilov & Hutter 2019). */
const EPSILON = 1e-8;

/** A recorded optimizer. */
export interface Optimizer {
  readonly writeStep: StepWriter;
  /** [1]: global norm of the gradients before clipping. */
  readonly gradientNorm: Tensor;
  /** What persists between steps, beside `parameters` and `gradients`. */
  readonly moments: readonly Moment[];
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
  return {
    gradientNorm: norm,
    moments: momentLayouts(config.kind, layout),
    writeStep: recordUpdate(graph, layout, flat, config),
  };
}

interface FlatStorages {
  readonly parameters: Tensor;
  readonly gradients: Tensor;
  readonly factor: Tensor;
}

function recordUpdate(
  graph: Graph,
  layout: FlatLayout,
  flat: FlatStorages,
  config: OptimizerConfig,
): StepWriter {
  switch (config.kind) {
    case 'adamw': {
      const { step, write } = adamwStep(graph, config);
      const [m, v] = ['m', 'v'].map((name) => graph.shared(name, layout.length));
      const attributes = { decayed: layout.decayed };
      graph.apply(adamw, { ...flat, m, v, step }, { name: 'AdamW', attributes });
      return write;
    }
    case 'sgd':
      return recordSgd(graph, layout, flat, config.momentum);
    case 'muon':
      return recordMuon(graph, layout, flat.factor, config, adamwStep(graph, config));
  }
}

function adamwStep(graph: Graph, { beta1, beta2, weightDecay }: AdamWConfig): AdamWStep {
  const step = graph.scalars('AdamW', adamw.inputs.step.fields ?? []);
  const write: StepWriter = (program, index, learningRate) => {
    // Bias corrections in doubles: 1 − β₂ᵗ loses its digits in 32-bit floats.
    const corrections = [beta1, beta2].map((beta) => 1 - beta ** (index + 1));
    program.write(step, Float32Array.of(learningRate, beta1, beta2, EPSILON, weightDecay, ...corrections));
  };
  return { step, write };
}

function recordSgd(graph: Graph, layout: FlatLayout, flat: FlatStorages, momentum: number): StepWriter {
  const step = graph.scalars('SGD', sgd.inputs.step.fields ?? []);
  const velocity = graph.shared('velocity', layout.length);
  graph.apply(sgd, { ...flat, velocity, step }, { name: 'SGD' });
  return (program, _, learningRate) => program.write(step, Float32Array.of(learningRate, momentum));
}
