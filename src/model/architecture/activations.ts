// Every activation that a forward pass exposes: TransformerLens's hook names, plus `logits`.

import { KernelError } from '../../kernels/errors.ts';
import { type ModelConfig, modelParts } from './config.ts';

interface ActivationInfo {
  /** Axes in letters. */
  readonly shape: string;
  readonly meaning: string;
  /** No later op depends on it, so that an intervention would have no effect. */
  readonly isReadOnly?: boolean;
}

/** Hook names of one block without the prefix `blocks.N.`, with shapes in letters: K heads of keys and values. */
export const BLOCK_ACTIVATIONS = {
  hook_resid_pre: { shape: 'B T C', meaning: 'residual stream entering the layer' },
  'ln1.hook_scale': {
    isReadOnly: true,
    shape: 'B T 1',
    meaning: 'divisor of the first norm: sqrt(variance + epsilon), or sqrt(mean square + epsilon)',
  },
  'ln1.xhat': { isReadOnly: true, shape: 'B T C', meaning: 'first norm before gain and bias' },
  'ln1.hook_normalized': { shape: 'B T C', meaning: 'input of the attention' },
  'attn.hook_q': { shape: 'B T H D', meaning: 'queries' },
  'attn.hook_k': { shape: 'B T K D', meaning: 'keys' },
  'attn.hook_v': { shape: 'B T K D', meaning: 'values' },
  'attn.q_norm.hook_scale': { isReadOnly: true, shape: 'B T H 1', meaning: 'divisor of each query' },
  'attn.q_norm.hook_normalized': { shape: 'B T H D', meaning: 'normed queries' },
  'attn.k_norm.hook_scale': { isReadOnly: true, shape: 'B T K 1', meaning: 'divisor of each key' },
  'attn.k_norm.hook_normalized': { shape: 'B T K D', meaning: 'normed keys' },
  'attn.hook_rot_q': { shape: 'B T H D', meaning: 'queries, rotated by their position' },
  'attn.hook_rot_k': { shape: 'B T K D', meaning: 'keys, rotated by their position' },
  'attn.hook_attn_scores': { shape: 'B H T T', meaning: 'query · key / √D; future positions are masked' },
  'attn.hook_pattern': { shape: 'B H T T', meaning: 'attention pattern: softmax of the scores' },
  'attn.hook_z': { shape: 'B T H D', meaning: 'mean of the values, weighted by the pattern' },
  hook_attn_out: { shape: 'B T C', meaning: 'output of the attention, added to the stream' },
  hook_resid_mid: { shape: 'B T C', meaning: 'residual stream between attention and MLP' },
  'ln2.hook_scale': { isReadOnly: true, shape: 'B T 1', meaning: 'divisor of the second norm' },
  'ln2.xhat': { isReadOnly: true, shape: 'B T C', meaning: 'second norm before gain and bias' },
  'ln2.hook_normalized': { shape: 'B T C', meaning: 'input of the MLP' },
  'mlp.hook_pre': { shape: 'B T M', meaning: 'neurons before the activation function' },
  'mlp.hook_pre_linear': { shape: 'B T M', meaning: 'factor of each neuron that its gate multiplies' },
  'mlp.hook_post': { shape: 'B T M', meaning: 'neurons after the activation function' },
  hook_mlp_out: { shape: 'B T C', meaning: 'output of the MLP, added to the stream' },
  hook_resid_post: { shape: 'B T C', meaning: 'residual stream leaving the layer' },
} as const satisfies Record<string, ActivationInfo>;

/** Hook names outside the blocks. */
export const MODEL_ACTIVATIONS = {
  hook_embed: { shape: 'B T C', meaning: 'token embeddings' },
  hook_pos_embed: { shape: 'T C', meaning: 'position embeddings, the same in every row' },
  'ln_final.hook_scale': { isReadOnly: true, shape: 'B T 1', meaning: 'divisor of the final norm' },
  'ln_final.xhat': { isReadOnly: true, shape: 'B T C', meaning: 'final norm before gain and bias' },
  'ln_final.hook_normalized': { shape: 'B T C', meaning: 'input of the unembedding' },
  logits: { shape: 'B T V', meaning: 'logits of the next token' },
} as const satisfies Record<string, ActivationInfo>;

export type BlockActivation = keyof typeof BLOCK_ACTIVATIONS;
export type ActivationName = keyof typeof MODEL_ACTIVATIONS | `blocks.${number}.${BlockActivation}`;

const ACTIVATIONS: Readonly<Record<string, ActivationInfo>> = { ...BLOCK_ACTIVATIONS, ...MODEL_ACTIVATIONS };

function infoOf(name: string): ActivationInfo {
  const short = name.replace(/^blocks\.\d+\./, '');
  if (!Object.hasOwn(ACTIVATIONS, short)) throw new KernelError(`'${name}' is not the name of an activation`);
  return ACTIVATIONS[short];
}

/** The axes of an activation in letters, e.g. `['B', 'H', 'T', 'T']`. */
export function axesOf(name: ActivationName): string[] {
  return infoOf(name).shape.split(' ');
}

/** Shape of an activation for B rows of T tokens. */
export function activationShape(name: ActivationName, config: ModelConfig, B: number, T: number): number[] {
  const { H, C, V, mlpWidth: M } = config;
  const { D, keyValueHeads: K } = modelParts(config);
  const sizes: Readonly<Record<string, number>> = { B, T, C, H, K, D, M, V, 1: 1 };
  return axesOf(name).map((letter) => sizes[letter]);
}

/** Which axis of an activation an intervention addresses as row, position, head and neuron. */
export interface InterventionAxes {
  readonly row?: number;
  /** The query's position, where two axes are positions. */
  readonly position: number;
  readonly head?: number;
  /** Absent from activations with heads. */
  readonly neuron?: number;
  /** The last two axes are queries and keys; keys after the query are masked. */
  readonly isCausal: boolean;
}

/** Undefined if the activation is read-only. */
export function interventionAxes(name: ActivationName): InterventionAxes | undefined {
  if (infoOf(name).isReadOnly) return undefined;
  const axes = axesOf(name);
  const axis = (letter: string) => (axes.includes(letter) ? axes.indexOf(letter) : undefined);
  const head = axis('H') ?? axis('K');
  return {
    row: axis('B'),
    position: axes.indexOf('T'),
    head,
    neuron: head === undefined ? axes.length - 1 : undefined,
    isCausal: axes.lastIndexOf('T') > axes.indexOf('T'),
  };
}

type Parts = ReturnType<typeof modelParts>;

/** Prefixes of the activations that only some models compute. */
const CONDITIONS: readonly (readonly [string, (parts: Parts) => boolean])[] = [
  ['hook_pos_embed', ({ positions }) => positions === 'learned'],
  ['attn.hook_rot_', ({ positions }) => positions === 'rotary'],
  ['attn.q_norm.', ({ qkNorm }) => qkNorm],
  ['attn.k_norm.', ({ qkNorm }) => qkNorm],
  ['hook_resid_mid', ({ isParallel }) => !isParallel],
  ['ln2.', ({ hasMlp }) => hasMlp],
  ['mlp.', ({ hasMlp }) => hasMlp],
  ['hook_mlp_out', ({ hasMlp }) => hasMlp],
  ['mlp.hook_pre_linear', ({ isGated }) => isGated],
];

/** Whether a model computes an activation. */
export function hasActivation(config: ModelConfig, name: ActivationName): boolean {
  const parts = modelParts(config);
  const short = name.replace(/^blocks\.\d+\./, '');
  return CONDITIONS.every(([prefix, holds]) => !short.startsWith(prefix) || holds(parts));
}

/** Every activation of a model, in the order of computation. */
export function activationNames(config: ModelConfig): ActivationName[] {
  const blockNames = Object.keys(BLOCK_ACTIVATIONS) as BlockActivation[];
  const [embed, position, ...final] = Object.keys(MODEL_ACTIVATIONS) as (keyof typeof MODEL_ACTIVATIONS)[];
  const blocks = Array.from({ length: config.L }, (_, layer) =>
    blockNames.map((name): ActivationName => `blocks.${layer}.${name}`),
  );
  return [embed, position, ...blocks.flat(), ...final].filter((name) => hasActivation(config, name));
}
