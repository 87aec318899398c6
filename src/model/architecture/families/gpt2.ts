// GPT-2 (Radford et al. 2019): pre-norm blocks with layer norm, learned positions, multi-head attention with biases, and an MLP
// or none. Names and layout of the weights are those of Hugging Face's `GPT2LMHeadModel`: projections are (in, out).

import { add } from '../../../kernels/ops/add/add.ts';
import type { BlockActivation } from '../activations.ts';
import type { Architecture } from '../architecture.ts';
import { attention } from '../attention.ts';
import { block } from '../block.ts';
import { headWidth, LAYER_NORM_EPSILON, type ModelConfig } from '../config.ts';
import { embedRows, unembedRows } from '../embedding-table.ts';
import { norm, projection, table } from '../parameter-groups.ts';
import type { Parameter } from '../parameters.ts';
import {
  columnsOf,
  type HeadView,
  type LinearView,
  type MlpView,
  type ModelViews,
  type NormView,
  neuronOf,
  rowsOf,
  transposed,
  wholeView,
} from '../views/views.ts';

const EMBEDDING = 'transformer.wte.weight';
const POSITIONS = 'transformer.wpe.weight';
const FINAL_NORM = 'transformer.ln_f';
const unembeddingName = ({ tied }: ModelConfig) => (tied ? EMBEDDING : 'lm_head.weight');

/** Without `.weight` and `.bias`. */
function namesOf(layer: number) {
  const prefix = `transformer.h.${layer}`;
  return {
    norms: [`${prefix}.ln_1`, `${prefix}.ln_2`] as const,
    attention: { qkv: `${prefix}.attn.c_attn`, output: `${prefix}.attn.c_proj` },
    mlp: { input: `${prefix}.mlp.c_fc`, output: `${prefix}.mlp.c_proj` },
  };
}

/** Activations that attention-only models lack. */
const MLP_ONLY: ReadonlySet<string> = new Set<BlockActivation>([
  'ln2.hook_scale',
  'ln2.xhat',
  'ln2.hook_normalized',
  'mlp.hook_pre',
  'mlp.hook_post',
  'hook_mlp_out',
]);

export const gpt2: Architecture = {
  parameters(config) {
    const { L, C, T, V, tied } = config;
    return [
      table(EMBEDDING, V, C, 'embedding', 'token embeddings, one row a token'),
      table(POSITIONS, T, C, 'position', 'position embeddings, one row a position'),
      ...Array.from({ length: L }, (_, layer) => blockParameters(config, layer)).flat(),
      ...norm(FINAL_NORM, C, undefined, 'the final layer norm'),
      ...(tied ? [] : [table(unembeddingName(config), V, C, 'unembedding', 'unembedding, one row a token')]),
    ];
  },

  hasActivation: ({ mlpWidth }, name) => mlpWidth > 0 || !MLP_ONLY.has(name.replace(/^blocks\.\d+\./, '')),

  /** Token embedding + position embedding. */
  embed(recorder, tokens, positions) {
    const a = embedRows(recorder, 'hook_embed', tokens, EMBEDDING);
    const b = embedRows(recorder, 'hook_pos_embed', positions, POSITIONS);
    return recorder.graph.apply(add, { a, b }, { name: recorder.opOutputName('blocks.0.hook_resid_pre') }).y;
  },

  block: (recorder, layer, x, config, attentionFn = attention) =>
    block(recorder, layer, x, config, namesOf(layer), attentionFn),

  unembed(recorder, x, config) {
    const normalized = recorder.layerNorm('ln_final', x, FINAL_NORM);
    return unembedRows(recorder, 'logits', normalized, unembeddingName(config));
  },

  views: modelViews,
};

function blockParameters({ C, mlpWidth }: ModelConfig, layer: number): Parameter[] {
  const { norms, attention, mlp } = namesOf(layer);
  const qkv = { layer, parts: ['query', 'key', 'value'] } as const;
  const attentionParameters = [
    ...norm(norms[0], C, layer, 'the layer norm before the attention'),
    ...projection(
      attention.qkv,
      [C, 3 * C],
      qkv,
      'query, key and value projections of all heads, concatenated',
    ),
    ...projection(
      attention.output,
      [C, C],
      { layer, parts: ['output'] },
      'output projection of the attention',
    ),
  ];
  if (mlpWidth === 0) return attentionParameters;
  const up = 'input weights of the MLP, one column a neuron';
  const down = 'output weights of the MLP, one row a neuron';
  return [
    ...attentionParameters,
    ...norm(norms[1], C, layer, 'the layer norm before the MLP'),
    ...projection(mlp.input, [C, mlpWidth], { layer, parts: ['up'] }, up),
    ...projection(mlp.output, [mlpWidth, C], { layer, parts: ['down'] }, down),
  ];
}

function modelViews(config: ModelConfig): ModelViews {
  const { C, V, mlpWidth: M } = config;
  const D = headWidth(config);
  const vector = (name: string, width: number) => wholeView(name, 1, width);
  const normView = (name: string): NormView => ({
    epsilon: LAYER_NORM_EPSILON,
    gain: vector(`${name}.weight`, C),
    bias: vector(`${name}.bias`, C),
  });
  const linear = (name: string, from: number, to: number) => ({
    weight: wholeView(`${name}.weight`, from, to),
    bias: vector(`${name}.bias`, to),
  });
  const attentionOutput = (layer: number) => linear(namesOf(layer).attention.output, C, C);
  const head = (layer: number, index: number): HeadView => {
    const { weight, bias } = linear(namesOf(layer).attention.qkv, C, 3 * C);
    /** Queries, keys and values of all heads are side by side. */
    const part = (third: number): LinearView => {
      const from = third * C + index * D;
      return { weight: columnsOf(weight, from, D), bias: columnsOf(bias, from, D) };
    };
    const output = rowsOf(attentionOutput(layer).weight, index * D, D);
    return { query: part(0), key: part(1), value: part(2), output };
  };
  const mlp = (layer: number): MlpView => {
    if (M === 0) throw new Error('The model has no MLP.');
    const { mlp: names } = namesOf(layer);
    const [input, output] = [linear(names.input, C, M), linear(names.output, M, C)];
    return {
      input: transposed(input.weight),
      bias: transposed(input.bias),
      output: output.weight,
      outputBias: output.bias,
    };
  };
  return {
    embedding: wholeView(EMBEDDING, V, C),
    unembedding: wholeView(unembeddingName(config), V, C),
    finalNorm: normView(FINAL_NORM),
    norm: (layer, i) => normView(namesOf(layer).norms[i]),
    head,
    attentionOutput,
    mlp,
    neuron: (layer, neuron) => neuronOf(mlp(layer), neuron),
  };
}
