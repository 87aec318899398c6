// A tiny model and run that take a millisecond per step on any executor.

import type { Executor } from '../../../src/kernels/backends/executor.ts';
import { transformerParameters } from '../../../src/model/architecture/architecture.ts';
import type { ModelConfig } from '../../../src/model/architecture/config.ts';
import { initialWeights, Weights } from '../../../src/model/architecture/weights.ts';
import { Inspector } from '../../../src/model/inspection/inspector.ts';
import type { RunSettings } from '../../../src/model/training/run-plan.ts';

export const TINY_CONFIG: ModelConfig = {
  L: 2,
  H: 2,
  C: 8,
  T: 8,
  V: 11,
  mlpWidth: 16,
  activation: 'gelu',
  tied: true,
  initStd: 0.3,
};

/** A rate for each place. */
export const DROPOUT = { embeddingDropout: 0.1, attentionDropout: 0.2, residualDropout: 0.3 } as const;

const GROUPED = { ...TINY_CONFIG, H: 4, keyValueHeads: 2, headWidth: 6 } as const;

/** Configs that together have every part. */
export const PART_CONFIGS: readonly (readonly [string, ModelConfig])[] = [
  ['RMS norm, ReLU', { ...TINY_CONFIG, norm: 'rms', activation: 'relu' }],
  [
    'Llama: RMS norm, rotary, SwiGLU, shared keys and values, no biases',
    { ...GROUPED, norm: 'rms', positions: 'rotary', activation: 'swiglu', biases: 'none', tied: false },
  ],
  [
    'QK-norm, half of each head rotated, biases of the attention, SiLU',
    {
      ...{ ...TINY_CONFIG, qkNorm: true, positions: 'rotary', rotaryFraction: 0.5, rotaryBase: 100 },
      ...{ biases: 'attention', activation: 'silu' },
    },
  ],
  [
    'GPT-NeoX: parallel residual, each head in turn, GELU (erf)',
    {
      ...{ ...TINY_CONFIG, family: 'gpt_neox', positions: 'rotary', parallelResidual: true },
      ...{ activation: 'gelu-erf', normEpsilon: 1e-3 },
    },
  ],
  [
    'no positions, one key head, parallel residual, SwiGLU with biases',
    {
      ...{ ...TINY_CONFIG, positions: 'none', keyValueHeads: 1, parallelResidual: true },
      activation: 'swiglu',
    },
  ],
];

/** A model with seeded weights and an inspector over them; `dispose` frees both. */
export function tinyModel(executor: Executor, config: ModelConfig = TINY_CONFIG) {
  const parameters = transformerParameters(config);
  const weights = new Weights(executor, parameters);
  const values = initialWeights(parameters, { seed: 1, initStd: config.initStd });
  weights.set(values);
  const inspector = new Inspector(executor, config, weights);
  const dispose = () => {
    inspector.dispose();
    weights.dispose();
  };
  return { config, parameters, weights, values, inspector, dispose };
}

/** Few distinct characters keep the vocabulary small. */
const TINY_TEXT = 'a cat sat on a mat. a rat sat on a hat. '.repeat(12);

/** A run of 30 steps over that text; `training` changes its settings. */
export function tinyRun(training: RunSettings['training'] = {}): RunSettings {
  return {
    preset: 'text',
    text: TINY_TEXT,
    model: { L: 1, H: 2, C: 16, T: 8, mlpWidth: 16 },
    training: { B: 2, steps: 30, warmupSteps: 3, ...training },
  };
}

/** Valid settings with which weights grow ninefold per step until they overflow. */
export const DIVERGING: RunSettings['training'] = {
  steps: 200,
  learningRate: 1,
  minLearningRate: 1,
  weightDecay: 10,
  clipNorm: 0,
  warmupSteps: 0,
};
