// GPT-2 (Radford et al. 2019): names and layout of Hugging Face's `GPT2LMHeadModel`, whose projections are (in, out).

import type { WeightNames } from '../parts/weight-names.ts';

export const gpt2: WeightNames = {
  embedding: 'transformer.wte.weight',
  positions: 'transformer.wpe.weight',
  finalNorm: 'transformer.ln_f',
  unembedding: 'lm_head.weight',
  isTransposed: false,
  block(layer) {
    const prefix = `transformer.h.${layer}`;
    return {
      norms: [`${prefix}.ln_1`, `${prefix}.ln_2`],
      qkv: { fused: `${prefix}.attn.c_attn`, order: 'by part' },
      attentionOutput: `${prefix}.attn.c_proj`,
      mlp: { input: `${prefix}.mlp.c_fc`, output: `${prefix}.mlp.c_proj` },
    };
  },
};
