// Conversion between Hugging Face's `config.json` of GPT-2 and `ModelConfig`.

import * as v from 'valibot';
import { boolean, looseObject } from '../../../shared/validation.ts';
import { type ModelConfig, withDefaults, withoutDefaults } from '../../architecture/config.ts';
import { count, initialDeviation, layers, parseConfig, partNumber } from '../config-schema.ts';

/** Supported activation functions, by all their names. */
export const ACTIVATIONS = {
  gelu_new: 'gelu',
  gelu_pytorch_tanh: 'gelu',
  gelu_tanh: 'gelu',
  gelu: 'gelu-erf',
  relu: 'relu',
  silu: 'silu',
} as const;

/** By our names. GPT-2's MLPs have no gate, so `swiglu` never occurs. */
const ACTIVATION_NAMES = {
  gelu: 'gelu_new',
  relu: 'relu',
  'gelu-erf': 'gelu',
  silu: 'silu',
  swiglu: 'silu',
} as const;

/** Other keys are ignored. */
const HuggingFaceConfigSchema = looseObject({
  model_type: v.optional(v.literal('gpt2', 'it must be gpt2'), 'gpt2'),
  n_layer: layers,
  n_head: count,
  n_embd: count,
  vocab_size: count,
  n_positions: v.optional(count),
  n_ctx: v.optional(count),
  n_inner: v.nullish(count),
  activation_function: v.optional(
    v.picklist(
      Object.keys(ACTIVATIONS) as (keyof typeof ACTIVATIONS)[],
      'it must be gelu_new, gelu, relu or silu',
    ),
    'gelu_new',
  ),
  layer_norm_epsilon: v.optional(partNumber('normEpsilon')),
  tie_word_embeddings: v.optional(boolean, true),
  scale_attn_weights: v.optional(v.literal(true, 'unscaled attention scores are not supported'), true),
  scale_attn_by_inverse_layer_idx: v.optional(v.literal(false, 'scaling by layer is not supported'), false),
  initializer_range: v.optional(initialDeviation, 0.02),
});

/** Throws one error that names the invalid key. The caller checks the sizes with `configProblems`. */
export function fromGpt2Config(value: unknown): ModelConfig {
  const file = parseConfig(HuggingFaceConfigSchema, value);
  const T = file.n_positions ?? file.n_ctx;
  if (T === undefined) throw new Error("config: 'n_positions', the context length, is missing.");
  return withoutDefaults({
    L: file.n_layer,
    H: file.n_head,
    C: file.n_embd,
    T,
    V: file.vocab_size,
    mlpWidth: file.n_inner ?? 4 * file.n_embd,
    activation: ACTIVATIONS[file.activation_function],
    tied: file.tie_word_embeddings,
    initStd: file.initializer_range,
    normEpsilon: file.layer_norm_epsilon,
  });
}

export function toGpt2Config(config: ModelConfig) {
  const { normEpsilon, embeddingDropout, attentionDropout, residualDropout } = withDefaults(config);
  return {
    model_type: 'gpt2' as const,
    architectures: ['GPT2LMHeadModel'],
    n_layer: config.L,
    n_head: config.H,
    n_embd: config.C,
    vocab_size: config.V,
    n_positions: config.T,
    n_ctx: config.T,
    n_inner: config.mlpWidth,
    activation_function: ACTIVATION_NAMES[config.activation],
    layer_norm_epsilon: normEpsilon,
    tie_word_embeddings: config.tied,
    initializer_range: config.initStd,
    embd_pdrop: embeddingDropout,
    attn_pdrop: attentionDropout,
    resid_pdrop: residualDropout,
    bos_token_id: null,
    eos_token_id: null,
  };
}
