// The list of everything a forward pass can be asked for by name: TransformerLens's hook names, plus `logits`.

/** Hook names of one block, without the prefix `blocks.N.`; shapes in letters. */
export const BLOCK_ACTIVATIONS = {
  hook_resid_pre: { shape: 'B T C', meaning: 'residual stream entering the layer' },
  'ln1.hook_scale': {
    shape: 'B T 1',
    meaning: 'what the first layer norm divides by: sqrt(variance + epsilon)',
  },
  'ln1.xhat': { shape: 'B T C', meaning: 'the stream, centred and scaled, before gain and bias' },
  'ln1.hook_normalized': { shape: 'B T C', meaning: 'what the attention reads' },
  'attn.hook_q': { shape: 'B T H D', meaning: 'queries' },
  'attn.hook_k': { shape: 'B T H D', meaning: 'keys' },
  'attn.hook_v': { shape: 'B T H D', meaning: 'values' },
  'attn.hook_attn_scores': { shape: 'B H T T', meaning: 'query · key / √D; positions to come are masked' },
  'attn.hook_pattern': { shape: 'B H T T', meaning: 'softmax of the scores: who attends to whom' },
  'attn.hook_z': { shape: 'B T H D', meaning: 'values, weighted by the pattern' },
  hook_attn_out: { shape: 'B T C', meaning: 'what the attention adds to the stream' },
  hook_resid_mid: { shape: 'B T C', meaning: 'residual stream between attention and MLP' },
  'ln2.hook_scale': { shape: 'B T 1', meaning: 'what the second layer norm divides by' },
  'ln2.xhat': { shape: 'B T C', meaning: 'the stream, centred and scaled, before gain and bias' },
  'ln2.hook_normalized': { shape: 'B T C', meaning: 'what the MLP reads' },
  'mlp.hook_pre': { shape: 'B T M', meaning: 'neurons before their activation function' },
  'mlp.hook_post': { shape: 'B T M', meaning: 'neurons after it' },
  hook_mlp_out: { shape: 'B T C', meaning: 'what the MLP adds to the stream' },
  hook_resid_post: { shape: 'B T C', meaning: 'residual stream leaving the layer' },
} as const;

/** Hook names outside the blocks. */
export const MODEL_ACTIVATIONS = {
  hook_embed: { shape: 'B T C', meaning: 'embeddings of the tokens' },
  hook_pos_embed: { shape: 'T C', meaning: 'embeddings of the positions, the same in every row' },
  'ln_final.hook_scale': { shape: 'B T 1', meaning: 'what the last layer norm divides by' },
  'ln_final.xhat': { shape: 'B T C', meaning: 'the stream, centred and scaled, before gain and bias' },
  'ln_final.hook_normalized': { shape: 'B T C', meaning: 'what the unembedding reads' },
  logits: { shape: 'B T V', meaning: 'a score for every token that might come next' },
} as const;

export type BlockActivation = keyof typeof BLOCK_ACTIVATIONS;
export type ActivationName = keyof typeof MODEL_ACTIVATIONS | `blocks.${number}.${BlockActivation}`;

/** Names of an attention-only model leave these out. */
const MLP_ONLY: ReadonlySet<string> = new Set<BlockActivation>([
  'ln2.hook_scale',
  'ln2.xhat',
  'ln2.hook_normalized',
  'mlp.hook_pre',
  'mlp.hook_post',
  'hook_mlp_out',
]);

/** Every activation of a model, in the order they are computed. */
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
