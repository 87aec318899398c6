// The configuration of a GPT-2 file that came without one, read off the shapes of its tensors.

import { KernelError } from '../../../kernels/errors.ts';
import type { ModelConfig } from '../../architecture/config.ts';
import type { TensorEntry } from '../safetensors.ts';

/** Width of a head in every GPT-2 that OpenAI published: the one size that no tensor tells. */
const GPT2_HEAD_WIDTH = 64;

/** Throws a sentence where the tensors do not tell enough. */
export function inferConfig(entries: readonly TensorEntry[]): ModelConfig {
  const shapeOf = (name: string) =>
    entries.find((entry) => entry.name === name || entry.name === `transformer.${name}`)?.shape;
  const [V, C] = shapeOf('wte.weight') ?? [];
  const [T] = shapeOf('wpe.weight') ?? [];
  if (!V || !C || !T)
    throw new KernelError(
      "model file: there is no config.json, and no 'wte.weight' and 'wpe.weight' to tell its sizes",
    );
  if (C % GPT2_HEAD_WIDTH !== 0) {
    throw new KernelError(
      `model file: how many heads share its width of ${C} is not in it; add the config.json that belongs to it`,
    );
  }
  const layers = entries.flatMap(({ name }) => /^(?:transformer\.)?h\.(\d{1,3})\./.exec(name)?.[1] ?? []);
  return {
    L: Math.max(0, ...layers.map(Number)) + 1,
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
