// GPT-Neo in Hugging Face's files. Its scores are not divided by √D, and its queries, keys and values have no biases: here the queries
// are multiplied by √D, and those biases are 0.

import * as v from 'valibot';
import { boolean, looseObject } from '../../../shared/validation.ts';
import { headWidth, type ModelConfig, withoutDefaults } from '../../architecture/config.ts';
import { count, initialDeviation, layers, parseConfig, partNumber } from '../config-schema.ts';
import type { FileFamily } from '../file-family.ts';
import { ACTIVATIONS } from '../gpt2/hugging-face-config.ts';

/** Other keys are ignored. */
const GptNeoConfigSchema = looseObject({
  model_type: v.literal('gpt_neo'),
  num_layers: layers,
  num_heads: count,
  hidden_size: count,
  intermediate_size: v.nullish(count),
  vocab_size: count,
  max_position_embeddings: count,
  /** Kinds of attention, each list with the number of its repetitions. */
  attention_types: v.array(v.tuple([v.array(v.picklist(['global', 'local'])), count])),
  window_size: v.optional(count, 256),
  activation_function: v.optional(
    v.picklist(
      Object.keys(ACTIVATIONS) as (keyof typeof ACTIVATIONS)[],
      'it must be gelu_new, gelu, relu or silu',
    ),
    'gelu_new',
  ),
  layer_norm_epsilon: v.optional(partNumber('normEpsilon'), 1e-5),
  tie_word_embeddings: v.optional(boolean, true),
  initializer_range: v.optional(initialDeviation, 0.02),
});

/** Local attention sees `window_size` tokens: within so many it is full attention, so the context ends there. */
function readConfig(value: unknown): ModelConfig {
  const file = parseConfig(GptNeoConfigSchema, value);
  const isLocal = file.attention_types.some(([types]) => types.includes('local'));
  return withoutDefaults({
    L: file.num_layers,
    H: file.num_heads,
    C: file.hidden_size,
    T: Math.min(file.max_position_embeddings, isLocal ? file.window_size : Number.POSITIVE_INFINITY),
    V: file.vocab_size,
    mlpWidth: file.intermediate_size ?? 4 * file.hidden_size,
    activation: ACTIVATIONS[file.activation_function],
    tied: file.tie_word_embeddings,
    initStd: file.initializer_range,
    normEpsilon: file.layer_norm_epsilon,
    family: 'gpt_neo',
  });
}

/** Buffers of causal masks, which the context length determines. */
const BUFFER = /\.attn\.attention\.(masked_)?bias$/;
const QKV_BIAS = /\.attention\.[qkv]_proj\.bias$/;
const QUERY = /\.attention\.q_proj\.weight$/;
const UNEMBEDDING = 'lm_head.weight';

export const gptNeoFiles: FileFamily = {
  label: 'GPT-Neo',
  hasConfigKeys: (config) => 'model_type' in config && config.model_type === 'gpt_neo',
  readConfig,
  writeConfig() {
    throw new Error('A model of GPT-Neo cannot be exported: its queries were scaled when it was opened.');
  },
  namePrefix: 'transformer.',
  unembedding: UNEMBEDDING,
  isRedundant: (name) => BUFFER.test(name) || name === UNEMBEDDING,
  isZero: (name) => QKV_BIAS.test(name),
  factor: (name, config) => (QUERY.test(name) ? Math.sqrt(headWidth(config)) : 1),
  hasMoreRows: (name) => name === 'transformer.wpe.weight',
};
