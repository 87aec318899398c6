// The blocks of well-known models: one choice for all parts.

import { type ACTIVATION_CHOICES, type PART_CHOICES, partDefaults } from './model-settings.ts';
import type { SettingInfo } from './setting-info.ts';

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
export const BLOCKS = ['gpt2', 'llama', 'gpt-neox', 'qwen3'] as const satisfies BlockName[];

interface Sizes {
  readonly C: number;
  readonly H: number;
  readonly mlpWidth: number;
}

interface Parts {
  readonly norm: keyof typeof PART_CHOICES.norm;
  readonly normEpsilon: number;
  readonly qkNorm: boolean;
  readonly positions: keyof typeof PART_CHOICES.positions;
  readonly rotaryBase: number;
  readonly rotaryFraction: number;
  readonly keyValueHeads: number;
  readonly headWidth: number;
  readonly biases: keyof typeof PART_CHOICES.biases;
  readonly parallelResidual: boolean;
  readonly activation: keyof typeof ACTIVATION_CHOICES;
}

/** Parts of the released models; `gpt2`'s are those of `partDefaults`. */
const PARTS: Readonly<Record<BlockName, Partial<Omit<Parts, 'keyValueHeads' | 'headWidth'>>>> = {
  gpt2: {},
  llama: {
    norm: 'rms',
    positions: 'rotary',
    rotaryBase: 500_000,
    biases: 'none',
    activation: 'swiglu',
  },
  'gpt-neox': {
    positions: 'rotary',
    rotaryFraction: 0.25,
    parallelResidual: true,
    activation: 'gelu-erf',
  },
  qwen3: {
    norm: 'rms',
    normEpsilon: 1e-6,
    qkNorm: true,
    positions: 'rotary',
    rotaryBase: 1_000_000,
    biases: 'none',
    activation: 'swiglu',
  },
};

/** With shared keys and values two heads share each, where the number of heads is even. */
function partsOf(name: BlockName, { C, H }: Sizes): Parts {
  const isShared = (name === 'llama' || name === 'qwen3') && H % 2 === 0;
  return {
    ...partDefaults({ C, H }),
    activation: 'gelu',
    ...PARTS[name],
    ...(isShared && { keyValueHeads: H / 2 }),
  };
}

/**
 * All parts of a block. Its MLP has 4 C neurons; with a gate 8/3 C, which has about as many weights (Shazeer 2020). A model
 * without MLPs stays without.
 */
export function blockParts(name: BlockName, sizes: Sizes): Parts & { readonly mlpWidth: number } {
  const parts = partsOf(name, sizes);
  const width = parts.activation === 'swiglu' ? 8 * Math.round(sizes.C / 3) : 4 * sizes.C;
  return { ...parts, mlpWidth: sizes.mlpWidth === 0 ? 0 : width };
}

/** The block whose parts a model has, whatever its sizes; undefined for one of the visitor's own. */
export function blockOf(model: Sizes & Partial<Parts>): BlockName | undefined {
  const own: Readonly<Record<string, unknown>> = { ...partDefaults(model), ...model };
  return BLOCKS.find((name) =>
    Object.entries(partsOf(name, model)).every(
      ([part, value]) => own[part] === value || !isUsed(part, own),
    ),
  );
}

function isUsed(part: string, { positions, mlpWidth }: Readonly<Record<string, unknown>>): boolean {
  if (part === 'rotaryBase' || part === 'rotaryFraction') return positions === 'rotary';
  return (part !== 'activation' && part !== 'parallelResidual') || mlpWidth !== 0;
}
