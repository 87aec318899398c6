// Every activation that a forward pass exposes: TransformerLens's hook names, plus `logits`.

/** Hook names of one block without the prefix `blocks.N.`, with shapes in letters. */
export const BLOCK_ACTIVATIONS = {
  hook_resid_pre: { shape: 'B T C', meaning: 'residual stream entering the layer' },
  'ln1.hook_scale': {
    shape: 'B T 1',
    meaning: 'divisor of the first layer norm: sqrt(variance + epsilon)',
  },
  'ln1.xhat': { shape: 'B T C', meaning: 'first layer norm before gain and bias' },
  'ln1.hook_normalized': { shape: 'B T C', meaning: 'input of the attention' },
  'attn.hook_q': { shape: 'B T H D', meaning: 'queries' },
  'attn.hook_k': { shape: 'B T H D', meaning: 'keys' },
  'attn.hook_v': { shape: 'B T H D', meaning: 'values' },
  'attn.hook_attn_scores': { shape: 'B H T T', meaning: 'query · key / √D; future positions are masked' },
  'attn.hook_pattern': { shape: 'B H T T', meaning: 'attention pattern: softmax of the scores' },
  'attn.hook_z': { shape: 'B T H D', meaning: 'mean of the values, weighted by the pattern' },
  hook_attn_out: { shape: 'B T C', meaning: 'output of the attention, added to the stream' },
  hook_resid_mid: { shape: 'B T C', meaning: 'residual stream between attention and MLP' },
  'ln2.hook_scale': { shape: 'B T 1', meaning: 'divisor of the second layer norm' },
  'ln2.xhat': { shape: 'B T C', meaning: 'second layer norm before gain and bias' },
  'ln2.hook_normalized': { shape: 'B T C', meaning: 'input of the MLP' },
  'mlp.hook_pre': { shape: 'B T M', meaning: 'neurons before the activation function' },
  'mlp.hook_post': { shape: 'B T M', meaning: 'neurons after the activation function' },
  hook_mlp_out: { shape: 'B T C', meaning: 'output of the MLP, added to the stream' },
  hook_resid_post: { shape: 'B T C', meaning: 'residual stream leaving the layer' },
} as const;

/** Hook names outside the blocks. */
export const MODEL_ACTIVATIONS = {
  hook_embed: { shape: 'B T C', meaning: 'token embeddings' },
  hook_pos_embed: { shape: 'T C', meaning: 'position embeddings, the same in every row' },
  'ln_final.hook_scale': { shape: 'B T 1', meaning: 'divisor of the final layer norm' },
  'ln_final.xhat': { shape: 'B T C', meaning: 'final layer norm before gain and bias' },
  'ln_final.hook_normalized': { shape: 'B T C', meaning: 'input of the unembedding' },
  logits: { shape: 'B T V', meaning: 'logits of the next token' },
} as const;

export type BlockActivation = keyof typeof BLOCK_ACTIVATIONS;
export type ActivationName = keyof typeof MODEL_ACTIVATIONS | `blocks.${number}.${BlockActivation}`;

/** Absent from attention-only models. */
const MLP_ONLY: ReadonlySet<string> = new Set<BlockActivation>([
  'ln2.hook_scale',
  'ln2.xhat',
  'ln2.hook_normalized',
  'mlp.hook_pre',
  'mlp.hook_post',
  'hook_mlp_out',
]);

/** Every activation of a model, in the order of computation. */
export function activationNames({ L, mlpWidth }: { L: number; mlpWidth: number }): ActivationName[] {
  const blockNames = (Object.keys(BLOCK_ACTIVATIONS) as BlockActivation[]).filter(
    (name) => mlpWidth > 0 || !MLP_ONLY.has(name),
  );
  const [embed, position, ...final] = Object.keys(MODEL_ACTIVATIONS) as (keyof typeof MODEL_ACTIVATIONS)[];
  const blocks = Array.from({ length: L }, (_, layer) =>
    blockNames.map((name): ActivationName => `blocks.${layer}.${name}`),
  );
  return [embed, position, ...blocks.flat(), ...final];
}
