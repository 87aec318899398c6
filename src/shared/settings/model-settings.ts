// The settings of the model: a line here makes its type, its checks, its place in links, in the form and on the command line.

import {
  choicesOf,
  limitsOf,
  mapSettings,
  namesOf,
  type Setting,
  type SettingInfo,
  type ValuesOf,
  YES_NO,
} from './setting.ts';

/** How the form groups them: the sizes, then the parts as papers group them. */
export type SettingGroup = 'sizes' | 'norm' | 'positions' | 'attention' | 'mlp' | 'weights' | 'dropout';

interface ModelSetting extends Setting {
  readonly group: SettingGroup;
}

export const ACTIVATION_CHOICES = {
  gelu: { label: 'GELU', help: 'smooth nonlinearity of the neurons (Hendrycks & Gimpel 2016)' },
  relu: { label: 'ReLU', help: 'nonlinearity of the neurons, zero below zero (Nair & Hinton 2010)' },
  'gelu-erf': { label: 'GELU (erf)', help: 'GELU without the tanh approximation (Hendrycks & Gimpel 2016)' },
  silu: { label: 'SiLU', help: 'the sum times its sigmoid (Hendrycks & Gimpel 2016)' },
  swiglu: { label: 'SwiGLU', help: 'a linear projection, gated by the SiLU of another one (Shazeer 2020)' },
} as const satisfies Record<string, SettingInfo>;

/** What every config has, with the range within which a model trains in a tab. */
export const MODEL_SETTINGS = {
  /** Layers (blocks). */
  L: {
    label: 'Layers (L)',
    help: 'blocks of attention and MLP in sequence',
    limit: { min: 1, max: 8, isInteger: true, reason: 'deeper models train too slowly to watch' },
    group: 'sizes',
  },
  /** Attention heads a layer. */
  H: {
    label: 'Heads per layer (H)',
    help: 'attention heads; they divide the width evenly (Vaswani et al. 2017)',
    limit: { min: 1, max: 16, isInteger: true, reason: 'every head has to fit on the screen' },
    group: 'sizes',
  },
  /** Width of the residual stream. */
  C: {
    label: 'Width (C)',
    help: 'dimension of the residual stream',
    limit: { min: 16, max: 512, isInteger: true, reason: 'wider models exceed the memory of a tab' },
    group: 'sizes',
  },
  /** Context length, in tokens. */
  T: {
    label: 'Context (T)',
    help: 'tokens in the context window',
    limit: {
      min: 4,
      max: 512,
      isInteger: true,
      reason: 'attention costs grow with the square of the context',
    },
    group: 'sizes',
  },
  /** Neurons of each MLP, usually 4 C; 0 for an attention-only model. */
  mlpWidth: {
    label: 'MLP width',
    help: 'neurons in each MLP, usually 4 × width; 0 removes the MLPs',
    limit: { min: 0, max: 2048, isInteger: true, reason: 'that is four times the widest model' },
    group: 'sizes',
  },
  /** `gelu` is the tanh approximation; `swiglu` gates a linear projection by the SiLU of another one. */
  activation: {
    label: 'Activation',
    help: 'nonlinearity of the neurons',
    choices: ACTIVATION_CHOICES,
    group: 'mlp',
  },
  /** Whether the unembedding is the transposed embedding. */
  tied: {
    label: 'Tied embeddings',
    help: 'the unembedding matrix is the transposed embedding matrix (Press & Wolf 2017)',
    choices: YES_NO,
    group: 'weights',
  },
  /** Standard deviation of the initial weights. */
  initStd: {
    label: 'Init std',
    help: 'standard deviation of the initial weights',
    limit: { min: 0.001, max: 0.5, reason: 'models do not learn outside this range' },
    group: 'weights',
  },
} as const satisfies Record<string, ModelSetting>;

const DROPOUT_LIMIT = { min: 0, max: 0.9, reason: 'the rest has to carry the signal' } as const;

/** Parts that a config may leave out: the default is GPT-2's. Of choices the first is the default. */
export const PART_SETTINGS = {
  /** Layer norm has gain and bias, RMS norm a gain only. */
  norm: {
    label: 'Norm',
    help: 'of the stream before the attention, before the MLP and at the end',
    choices: {
      layer: { label: 'Layer norm', help: 'centred and scaled, with gain and bias (Ba et al. 2016)' },
      rms: { label: 'RMS norm', help: 'scaled only, with a gain (Zhang & Sennrich 2019)' },
    },
    default: 'layer',
    group: 'norm',
  },
  normEpsilon: {
    label: 'Norm epsilon',
    help: 'added to the variance, or to the mean square',
    limit: { min: 1e-9, max: 0.1, reason: 'it keeps the norm from dividing by zero' },
    default: 1e-5,
    group: 'norm',
  },
  positions: {
    label: 'Positions',
    help: 'where the order of the tokens enters',
    choices: {
      learned: {
        label: 'Learned',
        help: 'a vector for each position, added to the embedding (Radford et al. 2018)',
      },
      rotary: { label: 'Rotary', help: 'queries and keys rotated by their position (Su et al. 2021)' },
      none: { label: 'None', help: 'the causal mask alone distinguishes positions (Haviv et al. 2022)' },
    },
    default: 'learned',
    group: 'positions',
  },
  rotaryBase: {
    label: 'Rotary base',
    help: 'ratio of the slowest and the fastest rotation (Su et al. 2021)',
    limit: { min: 10, max: 1e9, reason: 'beyond it the slowest rotations do not turn' },
    default: 10_000,
    group: 'positions',
  },
  rotaryFraction: {
    label: 'Rotary fraction',
    help: 'rotated share of each head (Black et al. 2022)',
    limit: { min: 0.001, max: 1, reason: '1 rotates the whole head' },
    default: 1,
    group: 'positions',
  },
  /** H is a multiple of it. */
  keyValueHeads: {
    label: 'Key and value heads',
    help: 'fewer than the heads: groups of heads share them (Ainslie et al. 2023)',
    limit: { min: 1, max: 16, isInteger: true, reason: 'each serves a group of query heads' },
    default: ({ H }) => H,
    group: 'attention',
  },
  /** D. */
  headWidth: {
    label: 'Head width (D)',
    help: 'dimension of queries, keys and values; width / heads by default',
    limit: { min: 1, max: 512, isInteger: true, reason: 'wider heads exceed the memory of a tab' },
    default: ({ C, H }) => C / H,
    group: 'attention',
  },
  /** One gain for all heads of a layer. */
  qkNorm: {
    label: 'QK-norm',
    help: 'RMS norm of the queries and keys of each head (Henry et al. 2020)',
    choices: YES_NO,
    default: false,
    group: 'attention',
  },
  parallelResidual: {
    label: 'Parallel residual',
    help: 'attention and MLP read the same stream (Wang & Komatsuzaki 2021)',
    choices: YES_NO,
    default: false,
    group: 'mlp',
  },
  biases: {
    label: 'Biases',
    help: 'linear layers that add a bias',
    choices: {
      all: { label: 'All', help: 'in every linear layer of the blocks' },
      attention: { label: 'Attention', help: 'in the linear layers of the attention' },
      qkv: { label: 'Queries, keys, values', help: 'in these projections alone (Yang et al. 2024)' },
      none: { label: 'None', help: 'in no linear layer (Touvron et al. 2023)' },
    },
    default: 'all',
    group: 'mlp',
  },
  init: {
    label: 'Init',
    help: 'distribution of the initial weights',
    choices: {
      normal: {
        label: 'Normal',
        help: 'all matrices with the same standard deviation (Radford et al. 2018)',
      },
      scaled: {
        label: 'Residual-scaled',
        help: 'projections into the stream divided by √(residual layers), 2 L of them with MLPs (Radford et al. 2019)',
      },
    },
    default: 'normal',
    group: 'weights',
  },
  embeddingDropout: {
    label: 'Embedding dropout',
    help: 'share of the embedded tokens’ numbers that a training step sets to 0 (Srivastava et al. 2014)',
    limit: DROPOUT_LIMIT,
    default: 0,
    group: 'dropout',
  },
  attentionDropout: {
    label: 'Attention dropout',
    help: 'share of the attention weights that a training step sets to 0 (Vaswani et al. 2017)',
    limit: DROPOUT_LIMIT,
    default: 0,
    group: 'dropout',
  },
  residualDropout: {
    label: 'Residual dropout',
    help: 'share of what attention and MLP add to the stream that a training step sets to 0 (Vaswani et al. 2017)',
    limit: DROPOUT_LIMIT,
    default: 0,
    group: 'dropout',
  },
} as const satisfies Record<string, PartSetting>;

interface PartSetting extends ModelSetting {
  readonly default: string | number | boolean | ((sizes: Sizes) => number);
}

interface Sizes {
  readonly C: number;
  readonly H: number;
}

export const ALL_MODEL_SETTINGS = { ...MODEL_SETTINGS, ...PART_SETTINGS };

export type PartName = keyof typeof PART_SETTINGS;
export const PART_NAMES = Object.keys(PART_SETTINGS) as PartName[];
export type ModelSettingName = keyof typeof ALL_MODEL_SETTINGS;
export type ModelValues = ValuesOf<typeof MODEL_SETTINGS>;
export type PartValues = ValuesOf<typeof PART_SETTINGS>;

export const MODEL_LIMITS = limitsOf(MODEL_SETTINGS);
export const PART_LIMITS = limitsOf(PART_SETTINGS);
export const MODEL_CHOICES = choicesOf(ALL_MODEL_SETTINGS);

export const ACTIVATIONS = namesOf(MODEL_SETTINGS.activation);
export const NORMS = namesOf(PART_SETTINGS.norm);
export const POSITIONS = namesOf(PART_SETTINGS.positions);
export const BIASES = namesOf(PART_SETTINGS.biases);
export const INITS = namesOf(PART_SETTINGS.init);

/** The parts of a config that leaves them out. Those of heads follow from the width and their number. */
export const partDefaults = (sizes: Sizes): PartValues =>
  mapSettings(PART_SETTINGS, (setting) => {
    const { default: value } = setting as PartSetting;
    return typeof value === 'function' ? value(sizes) : value;
  }) as unknown as PartValues;

/** Whether a model with these parts depends on the setting. */
export function isModelSettingUsed(
  name: ModelSettingName,
  { positions, mlpWidth }: { readonly positions?: string; readonly mlpWidth: number },
): boolean {
  if (name === 'rotaryBase' || name === 'rotaryFraction') return positions === 'rotary';
  return mlpWidth > 0 || (name !== 'activation' && name !== 'parallelResidual');
}
