// What a model is: the seam between families of transformers and everything that trains, inspects and stores them.

import type { Tensor } from '../../kernels/graph/graph.ts';
import type { ActivationName } from './activations.ts';
import type { AttentionFn } from './attention.ts';
import type { ModelConfig } from './config.ts';
import type { EmbeddingInput } from './embedding-table.ts';
import { gpt2 } from './families/gpt2.ts';
import type { Parameter } from './parameters.ts';
import type { Recorder } from './recorder.ts';
import type { ModelViews } from './views/views.ts';

/** One family of transformers, in one file of `families/`: the only file with the names of its weights. */
export interface Architecture {
  /** All parameters in the order of the family's files. */
  parameters(config: ModelConfig): Parameter[];
  /** Whether models of this config compute an activation; `activationNames` lists those that they do. */
  hasActivation(config: ModelConfig, name: ActivationName): boolean;
  /** The residual stream (B, T, C) before the first block. */
  embed(recorder: Recorder, tokens: EmbeddingInput, positions: EmbeddingInput, config: ModelConfig): Tensor;
  /** One block: (B, T, C) → (B, T, C). `attentionFn` is the whole context by default, or a cache for generation. */
  block(recorder: Recorder, layer: number, x: Tensor, config: ModelConfig, attentionFn?: AttentionFn): Tensor;
  /** The final norm, then logits: a residual stream (B, T, C) of any layer → (B, T, V). */
  unembed(recorder: Recorder, x: Tensor, config: ModelConfig): Tensor;
  /** Where heads, neurons, norms and tables lie in the parameters. */
  views(config: ModelConfig): ModelViews;
}

export function architectureOf(_config: ModelConfig): Architecture {
  return gpt2;
}

/** Where heads, neurons, norms and tables of a model lie in its parameters. */
export function modelViews(config: ModelConfig): ModelViews {
  return architectureOf(config).views(config);
}
