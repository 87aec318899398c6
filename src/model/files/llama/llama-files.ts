// Llama, Qwen2 and Qwen3 in Hugging Face's files.

import * as v from 'valibot';
import { boolean, looseObject } from '../../../shared/validation.ts';
import { type ModelConfig, modelParts, withDefaults, withoutDefaults } from '../../architecture/config.ts';
import { count, initialDeviation, layers, parseConfig, partNumber, ropeEntries } from '../config-schema.ts';
import type { FileFamily } from '../file-family.ts';

/** Other keys are ignored. */
const LlamaConfigSchema = looseObject({
  model_type: v.picklist(
    ['llama', 'qwen2', 'qwen3'],
    'it must be llama, qwen2, qwen3, gpt_neox, gpt_neo or gpt2',
  ),
  num_hidden_layers: layers,
  num_attention_heads: count,
  num_key_value_heads: v.nullish(count),
  head_dim: v.nullish(count),
  hidden_size: count,
  intermediate_size: count,
  vocab_size: count,
  max_position_embeddings: count,
  hidden_act: v.optional(v.literal('silu', 'it must be silu'), 'silu'),
  rms_norm_eps: v.optional(partNumber('normEpsilon'), 1e-6),
  rope_theta: v.optional(partNumber('rotaryBase'), 10_000),
  ...ropeEntries(v.literal(1, 'partly rotated heads are not supported')),
  attention_bias: v.optional(boolean, false),
  mlp_bias: v.optional(v.literal(false, 'biases of the MLP are not supported'), false),
  use_sliding_window: v.optional(v.literal(false, 'sliding windows are not supported'), false),
  tie_word_embeddings: v.optional(boolean, false),
  initializer_range: v.optional(initialDeviation, 0.02),
});

function readConfig(value: unknown): ModelConfig {
  const file = parseConfig(LlamaConfigSchema, value);
  return withoutDefaults({
    L: file.num_hidden_layers,
    H: file.num_attention_heads,
    C: file.hidden_size,
    T: file.max_position_embeddings,
    V: file.vocab_size,
    mlpWidth: file.intermediate_size,
    activation: 'swiglu',
    tied: file.tie_word_embeddings,
    initStd: file.initializer_range,
    norm: 'rms',
    normEpsilon: file.rms_norm_eps,
    qkNorm: file.model_type === 'qwen3',
    positions: 'rotary',
    rotaryBase: file.rope_parameters?.rope_theta ?? file.rope_theta,
    keyValueHeads: file.num_key_value_heads ?? undefined,
    headWidth: file.head_dim ?? undefined,
    biases: file.model_type === 'qwen2' ? 'qkv' : file.attention_bias ? 'attention' : 'none',
    family: 'llama',
  });
}

/** Other parts have no keys. */
function writeConfig(config: ModelConfig) {
  const { qkNorm, biases, normEpsilon, rotaryBase, keyValueHeads, D } = modelParts(config);
  const [type, architecture] = qkNorm
    ? ['qwen3', 'Qwen3ForCausalLM']
    : biases === 'qkv'
      ? ['qwen2', 'Qwen2ForCausalLM']
      : ['llama', 'LlamaForCausalLM'];
  return {
    model_type: type,
    architectures: [architecture],
    num_hidden_layers: config.L,
    num_attention_heads: config.H,
    num_key_value_heads: keyValueHeads,
    head_dim: D,
    hidden_size: config.C,
    intermediate_size: config.mlpWidth,
    vocab_size: config.V,
    max_position_embeddings: config.T,
    hidden_act: 'silu',
    rms_norm_eps: normEpsilon,
    rope_theta: rotaryBase,
    attention_bias: biases === 'attention',
    tie_word_embeddings: config.tied,
    initializer_range: config.initStd,
    attention_dropout: withDefaults(config).attentionDropout,
    // Otherwise `transformers` ends texts at token 2.
    bos_token_id: null,
    eos_token_id: null,
  };
}

/** Buffers of the rotation, which the config determines. */
const BUFFER = /\.rotary_emb\.inv_freq$/;
const UNEMBEDDING = 'lm_head.weight';

export const llamaFiles: FileFamily = {
  label: 'Llama',
  hasConfigKeys: (config) => 'hidden_size' in config,
  readConfig,
  writeConfig,
  namePrefix: 'model.',
  unembedding: UNEMBEDDING,
  isRedundant: (name) => BUFFER.test(name) || name === UNEMBEDDING,
};
