// GPT-NeoX and Pythia in Hugging Face's files.

import * as v from 'valibot';
import { boolean, looseObject } from '../../../shared/validation.ts';
import { type ModelConfig, modelParts, withDefaults, withoutDefaults } from '../../architecture/config.ts';
import { count, initialDeviation, layers, parseConfig, partNumber, ropeEntries } from '../config-schema.ts';
import type { FileFamily } from '../file-family.ts';

/** Supported activation functions, by all their names. */
const ACTIVATIONS = {
  gelu: 'gelu-erf',
  gelu_new: 'gelu',
  gelu_fast: 'gelu',
  gelu_pytorch_tanh: 'gelu',
  relu: 'relu',
  silu: 'silu',
} as const;

/** Other keys are ignored. */
const GptNeoxConfigSchema = looseObject({
  model_type: v.literal('gpt_neox'),
  num_hidden_layers: layers,
  num_attention_heads: count,
  hidden_size: count,
  intermediate_size: count,
  vocab_size: count,
  max_position_embeddings: count,
  hidden_act: v.optional(
    v.picklist(
      Object.keys(ACTIVATIONS) as (keyof typeof ACTIVATIONS)[],
      'it must be gelu, gelu_new, relu or silu',
    ),
    'gelu',
  ),
  layer_norm_eps: v.optional(partNumber('normEpsilon'), 1e-5),
  rotary_pct: v.optional(partNumber('rotaryFraction')),
  rotary_emb_base: v.optional(partNumber('rotaryBase'), 10_000),
  ...ropeEntries(partNumber('rotaryFraction')),
  use_parallel_residual: v.optional(boolean, true),
  attention_bias: v.optional(v.literal(true, 'attention without biases is not supported'), true),
  tie_word_embeddings: v.optional(boolean, false),
  initializer_range: v.optional(initialDeviation, 0.02),
});

function readConfig(value: unknown): ModelConfig {
  const file = parseConfig(GptNeoxConfigSchema, value);
  const { rope_theta, partial_rotary_factor } = file.rope_parameters ?? {};
  return withoutDefaults({
    L: file.num_hidden_layers,
    H: file.num_attention_heads,
    C: file.hidden_size,
    T: file.max_position_embeddings,
    V: file.vocab_size,
    mlpWidth: file.intermediate_size,
    activation: ACTIVATIONS[file.hidden_act],
    tied: file.tie_word_embeddings,
    initStd: file.initializer_range,
    normEpsilon: file.layer_norm_eps,
    positions: 'rotary',
    rotaryBase: rope_theta ?? file.rotary_emb_base,
    rotaryFraction: partial_rotary_factor ?? file.rotary_pct ?? file.partial_rotary_factor ?? 0.25,
    parallelResidual: file.use_parallel_residual,
    family: 'gpt_neox',
  });
}

function writeConfig(config: ModelConfig) {
  const { normEpsilon, rotaryBase, parallelResidual, attentionDropout, residualDropout } =
    withDefaults(config);
  const [activation] = Object.entries(ACTIVATIONS).find(([, ours]) => ours === config.activation) ?? ['gelu'];
  return {
    model_type: 'gpt_neox',
    architectures: ['GPTNeoXForCausalLM'],
    num_hidden_layers: config.L,
    num_attention_heads: config.H,
    hidden_size: config.C,
    intermediate_size: config.mlpWidth,
    vocab_size: config.V,
    max_position_embeddings: config.T,
    hidden_act: activation,
    layer_norm_eps: normEpsilon,
    rotary_pct: rotatedShare(config),
    rotary_emb_base: rotaryBase,
    use_parallel_residual: parallelResidual,
    tie_word_embeddings: config.tied,
    initializer_range: config.initStd,
    attention_dropout: attentionDropout,
    hidden_dropout: residualDropout,
    // Otherwise `transformers` ends texts at token 2.
    bos_token_id: null,
    eos_token_id: null,
  };
}

/** `transformers` rounds its product with the head width down: it must not lie below the number of rotated entries. */
function rotatedShare(config: ModelConfig): number {
  const { headWidth: D, rotaryFraction } = withDefaults(config);
  const { rotaryWidth } = modelParts(config);
  const isExact = Math.floor(D * rotaryFraction) === rotaryWidth;
  return isExact ? rotaryFraction : (rotaryWidth / D) * (1 + Number.EPSILON);
}

/** Buffers of causal masks and rotations, which the config determines. */
const BUFFER = /\.attention\.(bias|masked_bias|rotary_emb\.inv_freq)$/;
const UNEMBEDDING = 'embed_out.weight';

export const gptNeoxFiles: FileFamily = {
  label: 'GPT-NeoX',
  hasConfigKeys: (config) => 'model_type' in config && config.model_type === 'gpt_neox',
  readConfig,
  writeConfig,
  namePrefix: 'gpt_neox.',
  unembedding: UNEMBEDDING,
  isRedundant: (name) => BUFFER.test(name) || name === UNEMBEDDING,
};
