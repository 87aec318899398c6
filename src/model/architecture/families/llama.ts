// Llama (Touvron et al. 2023), Qwen2 and Qwen3: names and layout of Hugging Face's `LlamaForCausalLM`, whose projections are
// (out, in). Parts that Llama lacks have names in its style: models with them are in no other library.

import type { WeightNames } from '../parts/weight-names.ts';

export const llama: WeightNames = {
  embedding: 'model.embed_tokens.weight',
  positions: 'model.embed_positions.weight',
  finalNorm: 'model.norm',
  unembedding: 'lm_head.weight',
  isTransposed: true,
  block(layer) {
    const prefix = `model.layers.${layer}`;
    const attention = (name: string) => `${prefix}.self_attn.${name}`;
    return {
      norms: [`${prefix}.input_layernorm`, `${prefix}.post_attention_layernorm`],
      qkv: { query: attention('q_proj'), key: attention('k_proj'), value: attention('v_proj') },
      qkNorms: [attention('q_norm'), attention('k_norm')],
      attentionOutput: attention('o_proj'),
      mlp: {
        gate: `${prefix}.mlp.gate_proj`,
        input: `${prefix}.mlp.up_proj`,
        output: `${prefix}.mlp.down_proj`,
      },
    };
  },
};
