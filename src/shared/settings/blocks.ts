// The blocks of well-known models: one choice for all parts.

import { isModelSettingUsed, type ModelValues, type PartValues, partDefaults } from './model-settings.ts';
import type { SettingInfo } from './setting.ts';

export const BLOCK_CHOICES = {
  gpt2: { label: 'GPT-2', help: 'layer norm, learned positions, GELU (Radford et al. 2019)' },
  llama: {
    label: 'Llama',
    help: 'RMS norm, rotary positions, shared keys and values, SwiGLU, no biases (Grattafiori et al. 2024)',
  },
  'gpt-neox': {
    label: 'GPT-NeoX',
    help: 'attention and MLP in parallel, a quarter of each head rotated (Black et al. 2022)',
  },
  qwen3: { label: 'Qwen3', help: 'Llama’s block with QK-norm (Yang et al. 2025)' },
} as const satisfies Record<string, SettingInfo>;

export type BlockName = keyof typeof BLOCK_CHOICES;
export const BLOCKS = Object.keys(BLOCK_CHOICES) as BlockName[];

interface Sizes {
  readonly C: number;
  readonly H: number;
  readonly mlpWidth: number;
}

/** Without those of the training, and those that follow from the number of heads and the widths. */
const { keyValueHeads, headWidth, init, embeddingDropout, attentionDropout, residualDropout, ...block } =
  partDefaults({ C: 1, H: 1 });

type Parts = typeof block & Pick<ModelValues, 'activation'>;
type SizedParts = Pick<PartValues, 'keyValueHeads' | 'headWidth'> & Pick<ModelValues, 'mlpWidth'>;

const GPT2: Parts = { ...block, activation: 'gelu' };
const LLAMA: Parts = {
  ...GPT2,
  ...{ norm: 'rms', positions: 'rotary', rotaryBase: 500_000, biases: 'none', activation: 'swiglu' },
};

/** As in the released models. */
const BLOCK_PARTS: Readonly<Record<BlockName, Parts>> = {
  gpt2: GPT2,
  llama: LLAMA,
  'gpt-neox': {
    ...GPT2,
    ...{ positions: 'rotary', rotaryFraction: 0.25, parallelResidual: true, activation: 'gelu-erf' },
  },
  qwen3: { ...LLAMA, normEpsilon: 1e-6, rotaryBase: 1_000_000, qkNorm: true },
};

const sharesKeys = (name: BlockName, H: number) => (name === 'llama' || name === 'qwen3') && H % 2 === 0;

/**
 * All parts of a block. Where it shares keys and values, two heads share each. Its MLP has 4 C neurons; with a gate 8/3 C, which
 * has about as many weights (Shazeer 2020). A model without MLPs stays without.
 */
export function blockParts(name: BlockName, { C, H, mlpWidth }: Sizes): Parts & SizedParts {
  const parts = BLOCK_PARTS[name];
  const neurons = parts.activation === 'swiglu' ? 8 * Math.round(C / 3) : 4 * C;
  return {
    ...parts,
    keyValueHeads: sharesKeys(name, H) ? H / 2 : H,
    headWidth: C / H,
    mlpWidth: mlpWidth === 0 ? 0 : neurons,
  };
}

/** The block whose parts a model has, whatever its sizes; undefined for one of the visitor's own. */
export function blockOf(model: Sizes & Parts & SizedParts): BlockName | undefined {
  const isShared = model.keyValueHeads < model.H;
  const hasPart = ([part, value]: [string, unknown]) =>
    model[part as keyof Parts] === value || !isModelSettingUsed(part as keyof Parts, model);
  return BLOCKS.find(
    (name) => sharesKeys(name, model.H) === isShared && Object.entries(BLOCK_PARTS[name]).every(hasPart),
  );
}
