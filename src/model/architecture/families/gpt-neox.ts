// GPT-NeoX (Black et al. 2022) and Pythia: names and layout of Hugging Face's `GPTNeoXForCausalLM`, whose projections are
// (out, in), with the query, key and value of each head in turn.

import type { WeightNames } from '../parts/weight-names.ts';

export const gptNeox: WeightNames = {
  embedding: 'gpt_neox.embed_in.weight',
  positions: 'gpt_neox.embed_positions.weight',
  finalNorm: 'gpt_neox.final_layer_norm',
  unembedding: 'embed_out.weight',
  isTransposed: true,
  block(layer) {
    const prefix = `gpt_neox.layers.${layer}`;
    return {
      norms: [`${prefix}.input_layernorm`, `${prefix}.post_attention_layernorm`],
      qkv: { fused: `${prefix}.attention.query_key_value`, order: 'by head' },
      attentionOutput: `${prefix}.attention.dense`,
      mlp: { input: `${prefix}.mlp.dense_h_to_4h`, output: `${prefix}.mlp.dense_4h_to_h` },
    };
  },
};
