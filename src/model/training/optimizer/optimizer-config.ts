// The configuration of each optimizer, and what writes the scalars of its step.

import type { Program } from '../../../kernels/backends/executor.ts';
import type { Tensor } from '../../../kernels/graph/graph.ts';

export interface AdamWConfig {
  readonly beta1: number;
  readonly beta2: number;
  readonly weightDecay: number;
}

export interface MuonConfig extends AdamWConfig {
  readonly momentum: number;
  /** Learning rate of the matrices that Muon updates, divided by AdamW's, of all other weights. */
  readonly rateRatio: number;
}

export type OptimizerConfig =
  | ({ readonly kind: 'adamw' } & AdamWConfig)
  | { readonly kind: 'sgd'; readonly momentum: number }
  | ({ readonly kind: 'muon' } & MuonConfig);

/** Writes the scalars of step `step`, from 0, before it runs. */
export type StepWriter = (program: Program, step: number, learningRate: number) => void;

/** The scalars of AdamW's step, and what writes them. */
export interface AdamWStep {
  readonly step: Tensor;
  readonly write: StepWriter;
}
