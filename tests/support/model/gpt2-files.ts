// A small model with the layout of GPT-2, as Python's `transformers` writes it: weights, config.json and tokenizer.json.

import { transformerParameters } from '../../../src/model/architecture/architecture.ts';
import type { ModelConfig } from '../../../src/model/architecture/config.ts';
import type { WeightValues } from '../../../src/model/architecture/weights.ts';
import { initialWeights } from '../../../src/model/architecture/weights.ts';
import { toHuggingFace } from '../../../src/model/files/hugging-face-config.ts';

/** Tokens besides the 256 bytes, each merged from left to right. */
const WORDS = ['Ġthe', 'Ġcat', 'Ġsat', 'Ġon', 'Ġof', 'Ġsport', 'Ġplays', 'Jordan', 'Michael', 'Ġbasketball'];

/** GPT-2's mapping of bytes to characters. */
const isVisible = (byte: number) => (byte > 32 && byte < 127) || (byte > 160 && byte !== 173);
const HIDDEN = Array.from({ length: 256 }, (_, byte) => byte).filter((byte) => !isVisible(byte));
const BYTES = Array.from({ length: 256 }, (_, byte) =>
  String.fromCodePoint(isVisible(byte) ? byte : 256 + HIDDEN.indexOf(byte)),
);

const MERGES = [
  ...new Set(
    WORDS.flatMap((word) => {
      const letters = [...word];
      return letters.slice(1).map((letter, i) => `${letters.slice(0, i + 1).join('')} ${letter}`);
    }),
  ),
];
const TOKENS = [...BYTES, ...MERGES.map((merge) => merge.replace(' ', '')), '<|endoftext|>'];

/** In the format of `transformers`. */
export const TOKENIZER_JSON = {
  version: '1.0',
  truncation: null,
  padding: null,
  added_tokens: [
    {
      id: TOKENS.length - 1,
      content: '<|endoftext|>',
      special: true,
      lstrip: false,
      rstrip: false,
      normalized: false,
    },
  ],
  normalizer: null,
  pre_tokenizer: { type: 'ByteLevel', add_prefix_space: false, trim_offsets: true, use_regex: true },
  post_processor: { type: 'ByteLevel', add_prefix_space: true, trim_offsets: false, use_regex: true },
  decoder: { type: 'ByteLevel', add_prefix_space: true, trim_offsets: true, use_regex: true },
  model: {
    type: 'BPE',
    dropout: null,
    unk_token: null,
    continuing_subword_prefix: '',
    end_of_word_suffix: '',
    fuse_unk: false,
    vocab: Object.fromEntries(TOKENS.map((token, id) => [token, id])),
    merges: MERGES,
  },
};

export const GPT2_CONFIG: ModelConfig = {
  L: 2,
  H: 4,
  C: 64,
  T: 32,
  V: TOKENS.length,
  mlpWidth: 256,
  activation: 'gelu',
  tied: true,
  initStd: 0.02,
};

/** By config: many files are written of the same model. */
const coarse = new Map<string, WeightValues>();

/** Seeded weights that every dtype represents exactly. */
export function coarseWeights(config: ModelConfig = GPT2_CONFIG): WeightValues {
  const key = JSON.stringify(config);
  const weights = coarse.get(key) ?? createCoarseWeights(config);
  coarse.set(key, weights);
  return weights;
}

function createCoarseWeights(config: ModelConfig): WeightValues {
  const values = initialWeights(transformerParameters(config), { seed: 5, initStd: 0.3 });
  return new Map(
    [...values].map(([name, numbers]) => [
      name,
      numbers.map((value) => Math.max(-1.9, Math.min(1.9, Math.round(value * 64) / 64))),
    ]),
  );
}

export interface Gpt2Style {
  readonly config?: ModelConfig;
  readonly weights?: WeightValues;
  readonly type?: 'F32' | 'F16' | 'BF16';
  /** Whether names have the prefix `transformer.`, as in `GPT2LMHeadModel`. */
  readonly prefix?: boolean;
  /** Whether to add Hugging Face's causal mask buffers. */
  readonly masks?: boolean;
  /** Further tensors, by name: their type, shape and bytes. */
  readonly further?: Readonly<Record<string, { dtype: string; shape: number[]; bytes: Uint8Array }>>;
}

/** `model.safetensors`. */
export function weightsFile(style: Gpt2Style = {}, name = 'model.safetensors'): File {
  const { config = GPT2_CONFIG, weights = coarseWeights(config), type = 'F32' } = style;
  const { prefix = false, masks = true, further = {} } = style;
  const parts: TensorPart[] = [];
  for (const parameter of transformerParameters(config)) {
    const written = prefix ? parameter.name : parameter.name.replace(/^transformer\./, '');
    const bytes = encoded(weights.get(parameter.name) as Float32Array, type);
    parts.push({ name: written, dtype: type, shape: parameter.shape, bytes });
  }
  for (let layer = 0; masks && layer < config.L; layer++) {
    const at = `${prefix ? 'transformer.' : ''}h.${layer}.attn`;
    parts.push({
      name: `${at}.bias`,
      dtype: 'BOOL',
      shape: [1, 1, config.T, config.T],
      bytes: new Uint8Array(config.T ** 2),
    });
    parts.push({ name: `${at}.masked_bias`, dtype: 'F32', shape: [], bytes: new Uint8Array(4) });
  }
  for (const [named, tensor] of Object.entries(further)) parts.push({ name: named, ...tensor });
  return new File(safetensors(parts), name);
}

export function jsonFile(name: string, value: unknown): File {
  return new File([JSON.stringify(value)], name, { type: 'application/json' });
}

/** All three files. */
export function gpt2Files(style: Gpt2Style = {}): File[] {
  const { config = GPT2_CONFIG } = style;
  return [
    weightsFile(style),
    jsonFile('config.json', toHuggingFace(config)),
    jsonFile('tokenizer.json', TOKENIZER_JSON),
  ];
}

export interface TensorPart {
  readonly name: string;
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly bytes: Uint8Array;
}

/** The bytes of a safetensors file. */
export function safetensors(parts: readonly TensorPart[]): BlobPart[] {
  let end = 0;
  const header = Object.fromEntries(
    parts.map(({ name, dtype, shape, bytes }) => {
      const begin = end;
      end += bytes.length;
      return [name, { dtype, shape, data_offsets: [begin, end] }];
    }),
  );
  const json = new TextEncoder().encode(JSON.stringify({ __metadata__: { format: 'pt' }, ...header }));
  const length = new DataView(new ArrayBuffer(8));
  length.setBigUint64(0, BigInt(json.length), true);
  return [length.buffer, json, ...parts.map(({ bytes }) => bytes as Uint8Array<ArrayBuffer>)];
}

function encoded(values: Float32Array, type: 'F32' | 'F16' | 'BF16'): Uint8Array {
  if (type === 'F32') return new Uint8Array(Float32Array.from(values).buffer);
  const words = new Uint32Array(Float32Array.from(values).buffer);
  return new Uint8Array(Uint16Array.from(words, type === 'BF16' ? (word) => word >>> 16 : half).buffer);
}

/** Bits of a number that half precision represents exactly. */
function half(word: number): number {
  if ((word & 0x7fffffff) === 0) return word >>> 16;
  const exponent = ((word >>> 23) & 255) - 127 + 15;
  return ((word >>> 16) & 0x8000) | (exponent << 10) | ((word >>> 13) & 1023);
}
