// Settings of the model and of its data: explanations and choices.

import type { SettingInfo } from './setting-info.ts';

export const ACTIVATION_CHOICES = {
  gelu: { label: 'GELU', help: 'smooth nonlinearity of the neurons (Hendrycks & Gimpel 2016)' },
  relu: { label: 'ReLU', help: 'nonlinearity of the neurons, zero below zero (Nair & Hinton 2010)' },
  'gelu-erf': { label: 'GELU (erf)', help: 'GELU without the tanh approximation (Hendrycks & Gimpel 2016)' },
  silu: { label: 'SiLU', help: 'the sum times its sigmoid (Hendrycks & Gimpel 2016)' },
  swiglu: { label: 'SwiGLU', help: 'a linear projection, gated by the SiLU of another one (Shazeer 2020)' },
} as const satisfies Record<string, SettingInfo>;

/** The choices of parts that are no numbers; the first of each is the default. */
export const PART_CHOICES = {
  norm: {
    layer: { label: 'Layer norm', help: 'centred and scaled, with gain and bias (Ba et al. 2016)' },
    rms: { label: 'RMS norm', help: 'scaled only, with a gain (Zhang & Sennrich 2019)' },
  },
  positions: {
    learned: {
      label: 'Learned',
      help: 'a vector for each position, added to the embedding (Radford et al. 2018)',
    },
    rotary: { label: 'Rotary', help: 'queries and keys rotated by their position (Su et al. 2021)' },
    none: { label: 'None', help: 'the causal mask alone distinguishes positions (Haviv et al. 2022)' },
  },
  biases: {
    all: { label: 'All', help: 'in every linear layer of the blocks' },
    attention: { label: 'Attention', help: 'in the linear layers of the attention' },
    qkv: { label: 'Queries, keys, values', help: 'in these projections alone (Yang et al. 2024)' },
    none: { label: 'None', help: 'in no linear layer (Touvron et al. 2023)' },
  },
  init: {
    normal: { label: 'Normal', help: 'all matrices with the same standard deviation (Radford et al. 2018)' },
    scaled: {
      label: 'Residual-scaled',
      help: 'projections into the stream divided by √(residual layers), 2 L of them with MLPs (Radford et al. 2019)',
    },
  },
} as const satisfies Record<string, Record<string, SettingInfo>>;

/** The choices of settings that are no numbers. */
export const MODEL_CHOICES = { activation: ACTIVATION_CHOICES, ...PART_CHOICES } as const;

type ChoiceOf<Choices> = (keyof Choices & string)[];
export const ACTIVATIONS = ['gelu', 'relu', 'gelu-erf', 'silu', 'swiglu'] as const satisfies ChoiceOf<
  typeof ACTIVATION_CHOICES
>;
export const NORMS = ['layer', 'rms'] as const satisfies ChoiceOf<typeof PART_CHOICES.norm>;
export const POSITIONS = ['learned', 'rotary', 'none'] as const satisfies ChoiceOf<
  typeof PART_CHOICES.positions
>;
export const BIASES = ['all', 'attention', 'qkv', 'none'] as const satisfies ChoiceOf<
  typeof PART_CHOICES.biases
>;

export const INITS = ['normal', 'scaled'] as const satisfies ChoiceOf<typeof PART_CHOICES.init>;

export const MODEL_SETTINGS = {
  L: { label: 'Layers (L)', help: 'blocks of attention and MLP in sequence' },
  H: {
    label: 'Heads per layer (H)',
    help: 'attention heads; they divide the width evenly (Vaswani et al. 2017)',
  },
  C: { label: 'Width (C)', help: 'dimension of the residual stream' },
  T: { label: 'Context (T)', help: 'tokens in the context window' },
  mlpWidth: { label: 'MLP width', help: 'neurons in each MLP, usually 4 × width; 0 removes the MLPs' },
  activation: { label: 'Activation', help: 'nonlinearity of the neurons' },
  tied: {
    label: 'Tied embeddings',
    help: 'the unembedding matrix is the transposed embedding matrix (Press & Wolf 2017)',
  },
  initStd: { label: 'Init std', help: 'standard deviation of the initial weights' },
} as const satisfies Record<string, SettingInfo>;

/** Parts that a config may leave out: GPT-2's are the default. */
export const PART_SETTINGS = {
  norm: { label: 'Norm', help: 'of the stream before the attention, before the MLP and at the end' },
  normEpsilon: { label: 'Norm epsilon', help: 'added to the variance, or to the mean square' },
  qkNorm: { label: 'QK-norm', help: 'RMS norm of the queries and keys of each head (Henry et al. 2020)' },
  positions: { label: 'Positions', help: 'where the order of the tokens enters' },
  rotaryBase: {
    label: 'Rotary base',
    help: 'ratio of the slowest and the fastest rotation (Su et al. 2021)',
  },
  rotaryFraction: { label: 'Rotary fraction', help: 'rotated share of each head (Black et al. 2022)' },
  keyValueHeads: {
    label: 'Key and value heads',
    help: 'fewer than the heads: groups of heads share them (Ainslie et al. 2023)',
  },
  headWidth: {
    label: 'Head width (D)',
    help: 'dimension of queries, keys and values; width / heads by default',
  },
  biases: { label: 'Biases', help: 'linear layers that add a bias' },
  parallelResidual: {
    label: 'Parallel residual',
    help: 'attention and MLP read the same stream (Wang & Komatsuzaki 2021)',
  },
  embeddingDropout: {
    label: 'Embedding dropout',
    help: 'share of the embedded tokens’ numbers that a training step sets to 0 (Srivastava et al. 2014)',
  },
  attentionDropout: {
    label: 'Attention dropout',
    help: 'share of the attention weights that a training step sets to 0 (Vaswani et al. 2017)',
  },
  residualDropout: {
    label: 'Residual dropout',
    help: 'share of what attention and MLP add to the stream that a training step sets to 0 (Vaswani et al. 2017)',
  },
  init: { label: 'Init', help: 'distribution of the initial weights' },
} as const satisfies Record<string, SettingInfo>;

/** The parts of GPT-2's block, which a config may leave out. */
export const BLOCK_DEFAULTS = {
  norm: 'layer',
  normEpsilon: 1e-5,
  qkNorm: false,
  positions: 'learned',
  rotaryBase: 10_000,
  rotaryFraction: 1,
  biases: 'all',
  parallelResidual: false,
} as const;

/** The parts of a config that leaves them out. Those of heads follow from the width and their number. */
export const partDefaults = ({ C, H }: { readonly C: number; readonly H: number }) =>
  ({
    ...BLOCK_DEFAULTS,
    keyValueHeads: H,
    headWidth: C / H,
    embeddingDropout: 0,
    attentionDropout: 0,
    residualDropout: 0,
    init: 'normal',
  }) as const satisfies Record<keyof typeof PART_SETTINGS, unknown>;

export type ModelSettingName = keyof typeof MODEL_SETTINGS | keyof typeof PART_SETTINGS;

/** Whether a model with these parts depends on the setting. */
export function isModelSettingUsed(
  name: ModelSettingName,
  { positions, mlpWidth }: { readonly positions?: string; readonly mlpWidth: number },
): boolean {
  if (name === 'rotaryBase' || name === 'rotaryFraction') return positions === 'rotary';
  return mlpWidth > 0 || (name !== 'activation' && name !== 'parallelResidual');
}

export const DATA_SETTINGS = {
  preset: { label: 'Preset', help: 'data, and the defaults of all other settings' },
  text: { label: 'Text', help: 'for the preset text: a UTF-8 file, instead of the built-in text' },
  corpus: { label: 'Corpus', help: 'for the preset text: a text of the lab instead' },
  tokenizer: { label: 'Tokenizer', help: 'of that text; byte-pair as in GPT-2 (Sennrich et al. 2016)' },
  vocabularySize: { label: 'Vocabulary size', help: 'tokens that byte-pair merging makes' },
  facts: {
    label: 'Facts',
    help: 'for facts and league: rows that add, change or, without an answer, remove facts, as in Ada, sport, chess; Bo, sport',
  },
  heldOut: {
    label: 'Held-out share',
    help: 'for facts, league and tasks: share of the probed wordings or examples that are not trained',
  },
  splitSeed: {
    label: 'Split seed',
    help: 'for facts, league and tasks: which are held out, whatever the seed of the training',
  },
  syllables: { label: 'Syllables', help: 'for repeats: number of different tokens' },
  fixedLength: {
    label: 'Fixed length',
    help: 'for repeats: every row repeats one run of this length, which an earlier position predicts without induction',
  },
  modulus: { label: 'Modulus', help: 'for modular: a prime p; numbers are 0 to p − 1' },
} as const satisfies Record<string, SettingInfo>;
