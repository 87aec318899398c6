// config.json: TransformerLens's and Hugging Face's keys; errors name the invalid key.

import { describe, expect, it } from 'vitest';
import { type ModelConfig, modelParts } from '../../../src/model/architecture/config.ts';
import { parseConfigJson, toConfigJson } from '../../../src/model/files/config-json.ts';
import { toHuggingFace } from '../../../src/model/files/hugging-face-config.ts';
import { toPythonModel } from '../../../src/model/files/transformers/python-config.ts';
import { Golden } from '../../support/model/goldens.ts';
import { DROPOUT, TINY_CONFIG } from '../../support/model/tiny-model.ts';

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
    if (hasParts) expect(parseConfigJson(toPythonModel(config).file)).toEqual(config);
  });

  it.each([
    [
      'scaled rotations',
      { rope_scaling: { rope_type: 'llama3' } },
      'scaled rotary positions are not supported',
    ],
    [
      'scaled rotations of an older type',
      { rope_parameters: { type: 'linear', factor: 2 } },
      'scaled rotary positions are not supported',
    ],
    [
      'partly rotated heads',
      { rope_parameters: { partial_rotary_factor: 0.5 } },
      'partly rotated heads are not supported',
    ],
    ['partly rotated heads', { partial_rotary_factor: 0.5 }, 'partly rotated heads are not supported'],
    ['hardly a rotation', { rope_theta: 1 }, "'rope_theta' is invalid: it must be a number from 10 to"],
    [
      'hardly an epsilon',
      { rms_norm_eps: 1e-12 },
      "'rms_norm_eps' is invalid: it must be a number from 1e-9",
    ],
    [
      'another family',
      { model_type: 'mistral' },
      'it must be llama, qwen2, qwen3, gpt_neox, gpt_neo or gpt2',
    ],
    ['three key heads of four', { num_key_value_heads: 3 }, 'H is 4 and keyValueHeads is 3'],
  ])('of Llama with %s is refused', (_, change, sentence) => {
    expect(() => parseConfigJson({ ...(new Golden('llama_tiny').json.config as object), ...change })).toThrow(
      sentence,
    );
  });

  it('of GPT-NeoX may keep the rotation in one object', () => {
    const { rotary_pct, rotary_emb_base, ...others } = new Golden('neox_tiny').json.config as Record<
      string,
      unknown
    >;
    const read = (rope: object) => parseConfigJson({ ...others, ...rope });
    const own = { rotaryFraction: 0.5, rotaryBase: 500 };
    const [partial_rotary_factor, rope_theta] = [0.5, 500];
    expect(read({ rotary_pct: 0.5, rotary_emb_base: 500 })).toMatchObject(own);
    expect(read({ rope_parameters: { partial_rotary_factor, rope_theta } })).toMatchObject(own);
    expect(read({ partial_rotary_factor })).toMatchObject({ rotaryFraction: 0.5 });
    for (const rope of [
      { rope_scaling: { type: 'linear', factor: 2 } },
      { rope_parameters: { rope_type: 'yarn', factor: 2 } },
      { rope_parameters: { type: 'linear', factor: 2 } },
    ])
      expect(() => read(rope)).toThrow('scaled rotary positions are not supported');
    expect(() => read({ rope_parameters: { partial_rotary_factor: 2 } })).toThrow(
      "config: 'rope_parameters.partial_rotary_factor' is invalid: it must be a number from 0.001 to 1.",
    );
  });

  it('keeps the number of rotated entries where the product of their share is rounded below it', () => {
    const wrong: string[] = [];
    let pairs = 0;
    for (let D = 2; D <= 512; D++)
      for (let k = 2; k <= D; k += 2) {
        if (k > 2 && Math.floor(D * (k / D)) === k) continue;
        pairs++;
        const family = { H: 1, C: D, positions: 'rotary', family: 'gpt_neox' } as const;
        const config: ModelConfig = { ...TINY_CONFIG, ...family, rotaryFraction: k / D };
        const reopened = parseConfigJson(toConfigJson(config));
        const { rotary_pct } = toPythonModel(config).file;
        if (modelParts(reopened).rotaryWidth !== k || Math.floor(D * (rotary_pct as number)) !== k)
          wrong.push(`${k} of ${D}`);
      }
    expect(wrong).toEqual([]);
    expect(pairs).toBeGreaterThan(2000);
  });

  const LLAMA: ModelConfig = {
    ...{ ...TINY_CONFIG, activation: 'swiglu', norm: 'rms', positions: 'rotary', biases: 'none' },
    family: 'llama',
  };
  const NEOX: ModelConfig = { ...TINY_CONFIG, positions: 'rotary', family: 'gpt_neox' };

  it.each<[string, ModelConfig]>([
    ['GPT-2 with another epsilon', { ...TINY_CONFIG, normEpsilon: 1e-3 }],
    ['GPT-2 with the exact GELU', { ...TINY_CONFIG, activation: 'gelu-erf' }],
    ['GPT-2 with SiLU', { ...TINY_CONFIG, activation: 'silu' }],
    ['GPT-2 with ReLU', { ...TINY_CONFIG, activation: 'relu', tied: false }],
    ['Llama with biases of the attention', { ...LLAMA, biases: 'attention', normEpsilon: 1e-3 }],
    ['Qwen2', { ...LLAMA, biases: 'qkv', headWidth: 6, keyValueHeads: 1 }],
    ['Qwen3 with biases', { ...LLAMA, biases: 'attention', qkNorm: true }],
    ['GPT-NeoX with a sequential block', { ...NEOX, rotaryFraction: 0.5, activation: 'silu' }],
    ['unused settings of rotations', { ...TINY_CONFIG, rotaryBase: 500, rotaryFraction: 0.5 }],
  ])('of %s is written for transformers', (_, config) => {
    const { rotaryBase, rotaryFraction, ...others } = config;
    const { family, ...parts } = config.positions === 'rotary' ? config : { ...others };
    expect(parseConfigJson(toPythonModel(config).file)).toMatchObject(parts);
  });

  it.each<[ModelConfig, string]>([
    [{ ...LLAMA, norm: 'layer' }, 'Llama with these parts: Norm = Layer norm.'],
    [
      { ...LLAMA, activation: 'relu', parallelResidual: true },
      'Llama with these parts: Activation = ReLU, Parallel residual = yes.',
    ],
    [
      { ...LLAMA, positions: 'learned', biases: 'all' },
      'Llama with these parts: Positions = Learned, Biases = All.',
    ],
    [{ ...LLAMA, biases: 'qkv', qkNorm: true }, 'Qwen3 with these parts: Biases = Queries, keys, values.'],
    [{ ...LLAMA, biases: 'qkv', norm: 'layer' }, 'Qwen2 with these parts: Norm = Layer norm.'],
    [{ ...LLAMA, rotaryFraction: 0.5 }, 'Llama with these parts: Rotary fraction = 0.5.'],
    [
      { ...TINY_CONFIG, norm: 'rms', headWidth: 6 },
      'GPT-2 with these parts: Norm = RMS norm, Head width (D) = 6.',
    ],
    [
      { ...NEOX, norm: 'rms', biases: 'none', positions: 'none' },
      'GPT-NeoX with these parts: Norm = RMS norm, Positions = None, Biases = None.',
    ],
  ])('for transformers is refused with the parts that the family lacks: %j', (config, sentence) => {
    expect(() => toPythonModel(config)).toThrow(`Python’s transformers has no ${sentence}`);
  });

  it('round-trips with dropout and init; transformers gets the rates that its model has', () => {
    const own: ModelConfig = { ...TINY_CONFIG, ...DROPOUT, init: 'scaled' };
    expect(parseConfigJson(JSON.parse(JSON.stringify(toConfigJson(own))))).toEqual(own);
    expect(() => parseConfigJson({ ...file, resid_dropout: 1 })).toThrow("'resid_dropout' is invalid");
    expect(toPythonModel(own).file).toMatchObject({ embd_pdrop: 0.1, attn_pdrop: 0.2, resid_pdrop: 0.3 });
    expect(toPythonModel(TINY_CONFIG).file).toMatchObject({ embd_pdrop: 0, attn_pdrop: 0, resid_pdrop: 0 });
    expect(toPythonModel({ ...LLAMA, ...DROPOUT }).file).toMatchObject({ attention_dropout: 0.2 });
    const neox = toPythonModel({ ...NEOX, ...DROPOUT }).file;
    expect(neox).toMatchObject({ attention_dropout: 0.2, hidden_dropout: 0.3 });
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
