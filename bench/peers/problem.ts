// The common problem of all libraries: model, weights, batch and optimizer.

import { transformerParameters } from '../../src/model/architecture/architecture.ts';
import { initialWeights } from '../../src/model/architecture/weights.ts';
import type { BenchmarkConfig } from '../../src/model/training/benchmark-configs.ts';
import { random } from '../../src/shared/random.ts';

export const OPTIMIZER = {
  learningRate: 1e-3,
  beta1: 0.9,
  beta2: 0.95,
  epsilon: 1e-8,
  weightDecay: 0.1,
  clipNorm: 1,
} as const;

/** GPT-2's. */
export const NORM_EPSILON = 1e-5;

export interface Weight {
  readonly shape: number[];
  readonly values: Float32Array<ArrayBuffer>;
  /** Weight decay applies to matrices and embeddings, not to gains and biases. */
  readonly decays: boolean;
}

export interface Problem {
  readonly config: BenchmarkConfig;
  /** By GPT-2's names; projections are `[in, out]`. */
  readonly weights: ReadonlyMap<string, Weight>;
  /** (B, T) each. */
  readonly tokens: Int32Array<ArrayBuffer>;
  readonly targets: Int32Array<ArrayBuffer>;
}

/** A library that trains: `step` is forward, backward, clipping and AdamW, and resolves with the loss before the update. */
export interface Contender {
  step(): Promise<number>;
  dispose(): void;
}

export function createProblem(config: BenchmarkConfig): Problem {
  const parameters = transformerParameters(config);
  const values = initialWeights(parameters, { seed: 1, initStd: config.initStd });
  const weights = new Map(
    parameters.map(({ name, shape }) => [
      name,
      { shape: [...shape], values: Float32Array.from(values.get(name) ?? []), decays: shape.length > 1 },
    ]),
  );
  const ids = (purpose: string) => {
    const stream = random(1, purpose);
    return Int32Array.from({ length: config.B * config.T }, () => stream.integer(config.V));
  };
  return { config, weights, tokens: ids('tokens'), targets: ids('targets') };
}
