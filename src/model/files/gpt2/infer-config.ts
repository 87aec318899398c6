// Infers the configuration of a GPT-2 file without config.json from the shapes of its tensors.

import { KernelError } from '../../../kernels/errors.ts';
import type { ModelConfig } from '../../architecture/config.ts';
import type { TensorEntry } from '../safetensors.ts';

/** Head width of every GPT-2 that OpenAI published; tensor shapes do not determine it. */
const GPT2_HEAD_WIDTH = 64;

/** Throws if the shapes do not determine the configuration. */
export function inferConfig(entries: readonly TensorEntry[]): ModelConfig {
  const shapeOf = (name: string) =>
    entries.find((entry) => entry.name === name || entry.name === `transformer.${name}`)?.shape;
  const [V, C] = shapeOf('wte.weight') ?? [];
  const [T] = shapeOf('wpe.weight') ?? [];
  if (!V || !C || !T)
    throw new KernelError(
      "model file: config.json is missing, and without 'wte.weight' and 'wpe.weight' its sizes cannot be inferred",
    );
  if (C % GPT2_HEAD_WIDTH !== 0) {
    throw new KernelError(
      `model file: config.json is missing, and the number of heads cannot be inferred from the width ${C}; add config.json`,
    );
  }
  const layers = entries.flatMap(({ name }) => /^(?:transformer\.)?h\.(\d{1,3})\./.exec(name)?.[1] ?? []);
  return {
    L: layers.reduce((last, layer) => Math.max(last, Number(layer)), 0) + 1,
    H: C / GPT2_HEAD_WIDTH,
    C,
    T,
    V,
    mlpWidth: shapeOf('h.0.mlp.c_fc.weight')?.[1] ?? 0,
    activation: 'gelu',
    tied: shapeOf('lm_head.weight') === undefined,
    initStd: 0.02,
  };
}

/** What `inferConfig` assumes, as one sentence. */
export function inferenceNote({ H }: ModelConfig): string {
  return `Without config.json, ${H} heads of width ${GPT2_HEAD_WIDTH} and the tanh approximation of GELU are assumed, as in every GPT-2 that OpenAI published.`;
}
