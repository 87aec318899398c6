// GPT-Neo (Black et al. 2021): names and layout of Hugging Face's `GPTNeoForCausalLM`, whose projections are (out, in).

import type { WeightNames } from '../parts/weight-names.ts';

export const gptNeo: WeightNames = {
  embedding: 'transformer.wte.weight',
  positions: 'transformer.wpe.weight',
  finalNorm: 'transformer.ln_f',
  unembedding: 'lm_head.weight',
  isTransposed: true,
  block(layer) {
    const prefix = `transformer.h.${layer}`;
    const attention = (name: string) => `${prefix}.attn.attention.${name}`;
    return {
      norms: [`${prefix}.ln_1`, `${prefix}.ln_2`],
      qkv: { query: attention('q_proj'), key: attention('k_proj'), value: attention('v_proj') },
      attentionOutput: attention('out_proj'),
      mlp: { input: `${prefix}.mlp.c_fc`, output: `${prefix}.mlp.c_proj` },
    };
  },
};
