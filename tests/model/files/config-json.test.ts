// config.json: TransformerLens's and Hugging Face's keys; errors name the invalid key.

import { describe, expect, it } from 'vitest';
import { parseConfigJson, toConfigJson } from '../../../src/model/files/config-json.ts';
import { toHuggingFace } from '../../../src/model/files/hugging-face-config.ts';
import { Golden } from '../../support/model/goldens.ts';

const file = {
  n_layer: 2,
  n_head: 2,
  d_model: 16,
  d_head: 8,
  d_mlp: 64,
  vocab_size: 23,
  n_ctx: 8,
  activation: 'gelu_tanh',
  tied_unembedding: true,
  ln_eps: 1e-5,
};

const { n_layer: _, ...WITHOUT_LAYERS } = file;

describe('a configuration file', () => {
  const common = { tied: true, initStd: 0.02 };
  const llama = { activation: 'swiglu', norm: 'rms', positions: 'rotary', biases: 'none' };
  const READ: readonly (readonly [string, object])[] = [
    ['tiny', { L: 2, H: 2, C: 16, T: 8, V: 23, mlpWidth: 64, activation: 'gelu', ...common }],
    ['odd', { L: 1, H: 3, C: 33, T: 13, V: 101, mlpWidth: 132, activation: 'relu', ...common, tied: false }],
    [
      'modern_mix',
      { L: 2, H: 2, C: 24, T: 12, V: 31, mlpWidth: 64, activation: 'relu', ...common, norm: 'rms' },
    ],
    [
      'llama_tiny',
      { L: 2, H: 4, C: 32, T: 64, V: 37, mlpWidth: 48, ...common, tied: false, ...llama, keyValueHeads: 2 },
    ],
    [
      'qwen2_tiny',
      {
        ...{ L: 2, H: 2, C: 24, T: 64, V: 31, mlpWidth: 40, ...common, ...llama, biases: 'qkv' },
        ...{ normEpsilon: 1e-6, rotaryBase: 1e6 },
      },
    ],
    [
      'qwen3_tiny',
      {
        ...{ L: 2, H: 4, C: 24, T: 64, V: 29, mlpWidth: 40, ...common, ...llama, qkNorm: true },
        ...{ normEpsilon: 1e-6, rotaryBase: 1e6, keyValueHeads: 2, headWidth: 8 },
      },
    ],
    [
      'neox_tiny',
      {
        ...{ L: 2, H: 2, C: 32, T: 64, V: 31, mlpWidth: 56, activation: 'gelu-erf', ...common, tied: false },
        ...{ positions: 'rotary', rotaryFraction: 0.25, parallelResidual: true, family: 'gpt_neox' },
      },
    ],
  ];
  it.each(READ)('of the fixture %s is read, with unknown keys ignored', (name, expected) => {
    const config = parseConfigJson(new Golden(name).json.config);
    expect(config).toEqual(expected);
    expect(parseConfigJson(JSON.parse(JSON.stringify(toConfigJson(config))))).toEqual(config);
    const hasParts = name !== 'modern_mix';
    if (hasParts) expect(parseConfigJson(toHuggingFace(config))).toEqual(config);
  });

  it.each([
    [
      'scaled rotations',
      { rope_scaling: { rope_type: 'llama3' } },
      'scaled rotary positions are not supported',
    ],
    ['another family', { model_type: 'mistral' }, 'it must be llama, qwen2, qwen3, gpt_neox or gpt2'],
    ['three key heads of four', { num_key_value_heads: 3 }, 'H is 4 and keyValueHeads is 3'],
  ])('of Llama with %s is refused', (_, change, sentence) => {
    expect(() => parseConfigJson({ ...(new Golden('llama_tiny').json.config as object), ...change })).toThrow(
      sentence,
    );
  });

  it('round-trips', () => {
    const config = parseConfigJson({ ...file, d_mlp: 0, activation: 'relu', tied_unembedding: false });
    expect(parseConfigJson(JSON.parse(JSON.stringify(toConfigJson(config))))).toEqual(config);
  });

  it('of Hugging Face’s GPT-2 is read, with defaults', () => {
    const gpt2 = {
      ...{ architectures: ['GPT2LMHeadModel'], model_type: 'gpt2', attn_pdrop: 0.1, initializer_range: 0.02 },
      ...{ layer_norm_epsilon: 1e-5, n_ctx: 1024, n_embd: 768, n_head: 12, n_layer: 12, n_positions: 1024 },
      ...{ activation_function: 'gelu_new', vocab_size: 50257, n_inner: null },
    };
    const config = parseConfigJson(gpt2);
    expect(config).toEqual({
      ...{ L: 12, H: 12, C: 768, T: 1024, V: 50257, mlpWidth: 3072 },
      ...{ activation: 'gelu', tied: true, initStd: 0.02 },
    });
    expect(parseConfigJson(toHuggingFace({ ...config, tied: false, mlpWidth: 96 }))).toEqual({
      ...{ ...config, tied: false, mlpWidth: 96 },
    });
  });

  it.each([
    [
      'Hugging Face’s without a context',
      { n_embd: 8, n_head: 1, n_layer: 1, vocab_size: 4 },
      "'n_positions', the context length, is missing",
    ],
    [
      'scores scaled by the layer',
      { n_embd: 8, n_head: 1, n_layer: 1, vocab_size: 4, n_ctx: 8, scale_attn_by_inverse_layer_idx: true },
      "'scale_attn_by_inverse_layer_idx' is invalid",
    ],
    [
      'a width not divisible by the number of Hugging Face’s heads',
      { n_embd: 8, n_head: 3, n_layer: 1, vocab_size: 4, n_ctx: 8 },
      'C is 8 and H is 3',
    ],
    ['a megabyte for a number', { ...file, n_head: 'x'.repeat(1e6) }, "config: 'n_head' is invalid:"],
    ['no object', 7, "config: 'the file' is invalid:"],
    ['a key is missing', { ...file, n_head: undefined }, "config: 'n_head' is invalid:"],
    ['a text for a number', { ...file, d_model: '16' }, "config: 'd_model' is invalid:"],
    ['half a layer', { ...file, n_layer: 0.5 }, "config: 'n_layer' is invalid:"],
    ['millions of layers', { ...file, n_layer: 1e7 }, "config: 'n_layer' is invalid:"],
    ['no layers', { ...file, n_layer: 0 }, 'config: L is 0; it must be at least 1.'],
    ['heads of no width', { ...file, d_head: 0 }, 'headWidth is 0; it must be a whole number from 1'],
    [
      'a width not divisible by the number of heads',
      { ...file, n_head: 3, d_head: undefined },
      'C is 16 and H is 3',
    ],
    ['no epsilon', { ...file, ln_eps: 0 }, "config: 'ln_eps' is invalid:"],
    ['another activation', { ...file, activation: 'swish' }, "config: 'activation' is invalid:"],
    ['no layers at all', WITHOUT_LAYERS, "config: 'n_layer' is invalid: it is missing."],
    [
      'no layers at all in Hugging Face’s',
      { n_embd: 8, n_head: 1, vocab_size: 4, n_ctx: 8 },
      "config: 'n_layer' is invalid: it is missing.",
    ],
    [
      'a list for a number',
      { ...file, n_head: [] },
      "config: 'n_head' is invalid: it must be a whole number from 0 to",
    ],
    [
      'an overflowing deviation',
      { ...file, init_std: Number.POSITIVE_INFINITY },
      "config: 'init_std' is invalid: it must be a number",
    ],
  ])('%s', (_, value, sentence) => {
    expect(() => parseConfigJson(value)).toThrow(sentence);
    expect(() => parseConfigJson(value)).toThrow(/^.{1,250}$/);
  });
});
