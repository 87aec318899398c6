// GPT-2's `config.json` as Hugging Face writes it, in the lab's letters.

import * as v from 'valibot';
import type { ModelConfig } from '../architecture/config.ts';
import { LAYER_NORM_EPSILON } from '../architecture/config.ts';

const count = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(1e7));
const layers = v.pipe(count, v.maxValue(1000));

/** What the lab computes; other names of the same functions stand for them. */
const ACTIVATIONS = { gelu_new: 'gelu', gelu_pytorch_tanh: 'gelu', gelu_tanh: 'gelu', relu: 'relu' } as const;

/** Keys that the lab has no use for may hold anything. */
const HuggingFaceConfigSchema = v.object({
  model_type: v.optional(v.literal('gpt2', 'it can be gpt2'), 'gpt2'),
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
      'it can be gelu_new (the tanh form of GPT-2) or relu',
    ),
    'gelu_new',
  ),
  layer_norm_epsilon: v.optional(v.literal(LAYER_NORM_EPSILON), LAYER_NORM_EPSILON),
  tie_word_embeddings: v.optional(v.boolean(), true),
  scale_attn_weights: v.optional(
    v.literal(true, 'scores are always divided by the root of the width here'),
    true,
  ),
  scale_attn_by_inverse_layer_idx: v.optional(
    v.literal(false, 'scores have one scale in all layers here'),
    false,
  ),
  initializer_range: v.optional(v.pipe(v.number(), v.minValue(0)), 0.02),
});

/** Hugging Face's names, where the lab's own are not there. */
export function isHuggingFaceConfig(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'n_embd' in value && !('d_model' in value);
}

/** Throws one sentence that names the key and what it should be; sizes are checked by whoever asks. */
export function fromHuggingFace(value: unknown): ModelConfig {
  const result = v.safeParse(HuggingFaceConfigSchema, value);
  if (!result.success) {
    const [issue] = result.issues;
    throw new Error(`config: '${v.getDotPath(issue) ?? 'the file'}' is not right: ${issue.message}.`);
  }
  const file = result.output;
  const T = file.n_positions ?? file.n_ctx;
  if (T === undefined)
    throw new Error("config: 'n_positions' is missing; it says how long a context can be.");
  return {
    L: file.n_layer,
    H: file.n_head,
    C: file.n_embd,
    T,
    V: file.vocab_size,
    mlpWidth: file.n_inner ?? 4 * file.n_embd,
    activation: ACTIVATIONS[file.activation_function],
    tied: file.tie_word_embeddings,
    initStd: file.initializer_range,
  };
}

/** The keys by which `transformers` opens a model of this configuration; it knows no model without MLPs. */
export function toHuggingFace(config: ModelConfig) {
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
    activation_function: config.activation === 'relu' ? ('relu' as const) : ('gelu_new' as const),
    layer_norm_epsilon: LAYER_NORM_EPSILON,
    tie_word_embeddings: config.tied,
    initializer_range: config.initStd,
    bos_token_id: null,
    eos_token_id: null,
  };
}
