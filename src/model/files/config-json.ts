// Reading and writing `config.json`, with TransformerLens's keys or Hugging Face's.

import * as v from 'valibot';
import { joinMessages } from '../../shared/field-error.ts';
import { boolean, oneOf } from '../../shared/validation.ts';
import type { ModelConfig } from '../architecture/config.ts';
import { configProblems, LAYER_NORM_EPSILON } from '../architecture/config.ts';
import { count, initialDeviation, layers, parseConfig } from './config-schema.ts';
import { fromHuggingFace, isHuggingFaceConfig } from './hugging-face-config.ts';

const ConfigJsonSchema = v.object({
  n_layer: layers,
  n_head: count,
  d_model: count,
  d_head: v.optional(count),
  d_mlp: count,
  vocab_size: count,
  n_ctx: count,
  activation: oneOf(['gelu_tanh', 'gelu_new', 'relu']),
  tied_unembedding: boolean,
  ln_eps: v.optional(oneOf([LAYER_NORM_EPSILON]), LAYER_NORM_EPSILON),
  init_std: v.optional(initialDeviation, 0.02),
});

/** Throws one error that names the invalid key and the accepted values. */
export function parseConfigJson(value: unknown): ModelConfig {
  if (!isHuggingFaceConfig(value)) return fromNativeConfig(value);
  const config = fromHuggingFace(value);
  const problems = configProblems(config, { trainable: false });
  if (problems.length > 0) throw new Error(`config: ${joinMessages(problems)}`);
  return config;
}

function fromNativeConfig(value: unknown): ModelConfig {
  const file = parseConfig(ConfigJsonSchema, value);
  const config: ModelConfig = {
    L: file.n_layer,
    H: file.n_head,
    C: file.d_model,
    T: file.n_ctx,
    V: file.vocab_size,
    mlpWidth: file.d_mlp,
    activation: file.activation === 'relu' ? 'relu' : 'gelu',
    tied: file.tied_unembedding,
    initStd: file.init_std,
  };
  const problems = configProblems(config, { trainable: false });
  if (file.d_head !== undefined && file.d_head * config.H !== config.C) {
    problems.push({
      message: `d_head is ${file.d_head}; with ${config.H} heads it must be ${config.C / config.H}.`,
    });
  }
  if (problems.length > 0) throw new Error(`config: ${joinMessages(problems)}`);
  return config;
}

export function toConfigJson(config: ModelConfig): v.InferOutput<typeof ConfigJsonSchema> {
  return {
    n_layer: config.L,
    n_head: config.H,
    d_model: config.C,
    d_head: config.C / config.H,
    d_mlp: config.mlpWidth,
    vocab_size: config.V,
    n_ctx: config.T,
    activation: config.activation === 'relu' ? 'relu' : 'gelu_tanh',
    tied_unembedding: config.tied,
    ln_eps: LAYER_NORM_EPSILON,
    init_std: config.initStd,
  };
}
