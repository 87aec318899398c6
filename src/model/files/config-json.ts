// Reading and writing `config.json`, with TransformerLens's keys or Hugging Face's.

import * as v from 'valibot';
import { joinMessages } from '../../shared/field-error.ts';
import { BIASES, INITS, NORMS, type PartName } from '../../shared/settings/model-settings.ts';
import { boolean, looseObject, oneOf } from '../../shared/validation.ts';
import type { ModelConfig } from '../architecture/config.ts';
import { configProblems, FAMILY_NAMES, modelParts, withoutDefaults } from '../architecture/config.ts';
import { count, initialDeviation, layers, parseConfig, partNumber } from './config-schema.ts';
import { fromHuggingFace, isHuggingFaceConfig } from './hugging-face-config.ts';

const NORM_KEYS = { layer: 'LN', rms: 'RMS' } as const satisfies Record<(typeof NORMS)[number], string>;

const ConfigJsonSchema = looseObject({
  n_layer: layers,
  n_head: count,
  d_model: count,
  d_head: v.optional(count),
  d_mlp: count,
  vocab_size: count,
  n_ctx: count,
  activation: oneOf(['gelu_tanh', 'gelu_new', 'relu', 'gelu', 'silu']),
  tied_unembedding: boolean,
  ln_eps: v.optional(partNumber('normEpsilon')),
  init_std: v.optional(initialDeviation, 0.02),
  normalization_type: v.optional(oneOf(Object.values(NORM_KEYS)), 'LN'),
  use_qk_norm: v.optional(boolean),
  positional_embedding_type: v.optional(oneOf(['standard', 'rotary', 'none']), 'standard'),
  rotary_base: v.optional(partNumber('rotaryBase')),
  rotary_dim: v.optional(count),
  n_key_value_heads: v.optional(count),
  gated_mlp: v.optional(boolean, false),
  parallel_attn_mlp: v.optional(boolean),
  biases: v.optional(oneOf(BIASES)),
  embed_dropout: v.optional(partNumber('embeddingDropout')),
  attn_dropout: v.optional(partNumber('attentionDropout')),
  resid_dropout: v.optional(partNumber('residualDropout')),
  init: v.optional(oneOf(INITS)),
  family: v.optional(oneOf(FAMILY_NAMES)),
});

const POSITION_KEYS = { standard: 'learned', rotary: 'rotary', none: 'none' } as const;
/** The activation `silu` with `gated_mlp` is SwiGLU. */
const ACTIVATION_KEYS = {
  gelu: 'gelu_tanh',
  relu: 'relu',
  'gelu-erf': 'gelu',
  silu: 'silu',
  swiglu: 'silu',
} as const;
const ACTIVATIONS_BY_KEY = {
  gelu_tanh: 'gelu',
  gelu_new: 'gelu',
  relu: 'relu',
  gelu: 'gelu-erf',
  silu: 'silu',
} as const;

/** Throws one error that names the invalid key and the accepted values. */
export function parseConfigJson(value: unknown): ModelConfig {
  if (!isHuggingFaceConfig(value)) return fromNativeConfig(value);
  const config = fromHuggingFace(value);
  const problems = configProblems(config, { trainable: false });
  if (problems.length > 0) throw new Error(`config: ${joinMessages(problems)}`);
  return config;
}

function fromNativeConfig(value: unknown): ModelConfig {
  const file = parseConfig(ConfigJsonSchema, value);
  if (file.gated_mlp && file.activation !== 'silu')
    throw new Error("config: 'gated_mlp' is invalid: gates need the activation silu.");
  const D = file.d_head ?? file.d_model / file.n_head;
  const parts: { readonly [Part in PartName]: ModelConfig[Part] } = {
    norm: NORMS.find((norm) => NORM_KEYS[norm] === file.normalization_type),
    normEpsilon: file.ln_eps,
    qkNorm: file.use_qk_norm,
    positions: POSITION_KEYS[file.positional_embedding_type],
    rotaryBase: file.rotary_base,
    rotaryFraction: file.rotary_dim === undefined ? undefined : file.rotary_dim / D,
    keyValueHeads: file.n_key_value_heads,
    headWidth: file.d_head,
    biases: file.biases,
    parallelResidual: file.parallel_attn_mlp,
    embeddingDropout: file.embed_dropout,
    attentionDropout: file.attn_dropout,
    residualDropout: file.resid_dropout,
    init: file.init,
  };
  const config = withoutDefaults({
    ...parts,
    L: file.n_layer,
    H: file.n_head,
    C: file.d_model,
    T: file.n_ctx,
    V: file.vocab_size,
    mlpWidth: file.d_mlp,
    activation: file.gated_mlp ? 'swiglu' : ACTIVATIONS_BY_KEY[file.activation],
    tied: file.tied_unembedding,
    initStd: file.init_std,
    family: file.family,
  });
  const problems = configProblems(config, { trainable: false });
  if (problems.length > 0) throw new Error(`config: ${joinMessages(problems)}`);
  return config;
}

type ConfigJson = Partial<v.InferOutput<typeof ConfigJsonSchema>>;
/** What is written for models that have it only; each file has the epsilon and the width of a head. */
type OwnPart = Exclude<PartName, 'normEpsilon' | 'headWidth'> | 'activation' | 'family';

/** GPT-2's parts have the keys of TransformerLens. The order is that of all files. */
export function toConfigJson(config: ModelConfig): ConfigJson {
  const { D, rotaryWidth, positions, normEpsilon } = modelParts(config);
  const given = withoutDefaults(config);
  const { norm, qkNorm, rotaryBase, keyValueHeads, biases, parallelResidual, init, family } = given;
  const { embeddingDropout, attentionDropout, residualDropout } = given;
  const own: { readonly [Part in OwnPart]: ConfigJson | false | undefined } = {
    norm: norm && { normalization_type: NORM_KEYS[norm] },
    qkNorm: qkNorm && { use_qk_norm: true },
    positions: positions !== 'learned' && { positional_embedding_type: positions },
    rotaryFraction: positions === 'rotary' && { rotary_dim: rotaryWidth },
    rotaryBase: rotaryBase !== undefined && { rotary_base: rotaryBase },
    keyValueHeads: keyValueHeads !== undefined && { n_key_value_heads: keyValueHeads },
    activation: config.activation === 'swiglu' && { gated_mlp: true },
    parallelResidual: parallelResidual && { parallel_attn_mlp: true },
    biases: biases && { biases },
    embeddingDropout: embeddingDropout !== undefined && { embed_dropout: embeddingDropout },
    attentionDropout: attentionDropout !== undefined && { attn_dropout: attentionDropout },
    residualDropout: residualDropout !== undefined && { resid_dropout: residualDropout },
    init: init && { init },
    family: family && { family },
  };
  return {
    n_layer: config.L,
    n_head: config.H,
    d_model: config.C,
    d_head: D,
    d_mlp: config.mlpWidth,
    vocab_size: config.V,
    n_ctx: config.T,
    activation: ACTIVATION_KEYS[config.activation],
    tied_unembedding: config.tied,
    ln_eps: normEpsilon,
    init_std: config.initStd,
    ...Object.assign({}, ...Object.values(own)),
  };
}
