// Causal self-attention, one step of the paper a line: multi-head or grouped-query, with rotated and normed queries and keys.

import type { Tensor } from '../../../kernels/graph/graph.ts';
import { attentionMix } from '../../../kernels/ops/attention-mix/attention-mix.ts';
import { attentionScores } from '../../../kernels/ops/attention-scores/attention-scores.ts';
import { rotary } from '../../../kernels/ops/rotary/rotary.ts';
import { softmax } from '../../../kernels/ops/softmax/softmax.ts';
import { split } from '../../../kernels/ops/split/split.ts';
import { type ModelConfig, modelParts } from '../config.ts';
import type { Recorder } from '../recorder.ts';
import type { PositionInputs, RotaryInputs } from './positions.ts';
import type { BlockNames, FusedProjection, SeparateProjections } from './weight-names.ts';

/** Queries (B, T, H, D), keys and values (B, T, KV, D). */
export interface QueriesKeysValues {
  readonly q: Tensor;
  readonly k: Tensor;
  readonly v: Tensor;
}

/** What mixes values: the whole context by default, or a cache for generation. */
export interface AttentionFn {
  /** Weighted means of the values, B T H D words. */
  mix(recorder: Recorder, layer: number, qkv: QueriesKeysValues): Tensor;
  /** As `mix`, from (B, T, 3 H D): all queries, all keys, all values; for models that change none of them. */
  mixFused?(recorder: Recorder, layer: number, qkv: Tensor): Tensor;
}

/** softmax(Q Kᵀ / √D) V (Vaswani et al. 2017, section 3.2). */
export const wholeContext: AttentionFn = {
  mix(recorder, layer, { q, k, v }) {
    const hooks = `blocks.${layer}.attn`;
    const D = q.shape[q.shape.length - 1];
    const scaled = { attributes: { scale: 1 / Math.sqrt(D), causal: true } };
    const causal = { attributes: { causal: true } };

    const scores = recorder.step(`${hooks}.hook_attn_scores`, attentionScores, { q, k }, scaled); // (B, H, T, T)
    const pattern = recorder.step(`${hooks}.hook_pattern`, softmax, { x: scores }); // (B, H, T, T)
    const kept = recorder.dropout('attention', pattern);
    return recorder.step(`${hooks}.hook_z`, attentionMix, { pattern: kept, v }, causal); // (B, T, H, D)
  },
};

/** The attention layer of a block without the residual connection: Concat(heads) W_O + b_O, (B, T, C) → (B, T, C). */
export function attention(
  recorder: Recorder,
  layer: number,
  x: Tensor,
  config: ModelConfig,
  names: BlockNames,
  positions: PositionInputs,
  { mix, mixFused }: AttentionFn,
): Tensor {
  const [B, T] = x.shape;
  const { D, qkNorm } = modelParts(config);
  const { qkv } = names;
  let z: Tensor;
  if (mixFused && 'fused' in qkv && qkv.order === 'by part' && !qkNorm && !positions.rotary)
    z = mixFused(recorder, layer, recorder.project(`blocks.${layer}.attn.qkv`, x, qkv.fused));
  else {
    const projected = queriesKeysValues(recorder, layer, x, config, qkv);
    z = mix(recorder, layer, normedAndRotated(recorder, layer, projected, config, names, positions));
  }
  const concatenated = recorder.graph.view(z, [B, T, config.H * D]);
  return recorder.linear(`blocks.${layer}.hook_attn_out`, concatenated, names.attentionOutput);
}

function queriesKeysValues(
  recorder: Recorder,
  layer: number,
  x: Tensor,
  config: ModelConfig,
  names: FusedProjection | SeparateProjections,
): QueriesKeysValues {
  const hooks = `blocks.${layer}.attn`;
  const [B, T] = x.shape;
  const { D, keyValueHeads: KV } = modelParts(config);
  const shapes = { q: [B, T, config.H, D], k: [B, T, KV, D], v: [B, T, KV, D] };
  if (!('fused' in names))
    return {
      q: recorder.linear(`${hooks}.hook_q`, x, names.query, shapes.q),
      k: recorder.linear(`${hooks}.hook_k`, x, names.key, shapes.k),
      v: recorder.linear(`${hooks}.hook_v`, x, names.value, shapes.v),
    };
  const fused = recorder.project(`${hooks}.qkv`, x, names.fused); // (B, T, 3 H D)
  const qkv = names.order === 'by head' ? recorder.graph.view(fused, [B, T, config.H, 3 * D]) : fused;
  const outputs = {
    q: recorder.opOutputName(`${hooks}.hook_q`),
    k: recorder.opOutputName(`${hooks}.hook_k`),
    v: recorder.opOutputName(`${hooks}.hook_v`),
  };
  const { q, k, v } = recorder.graph.apply(split, { qkv }, { name: outputs.q, names: outputs, shapes });
  return {
    q: recorder.hook(`${hooks}.hook_q`, q),
    k: recorder.hook(`${hooks}.hook_k`, k),
    v: recorder.hook(`${hooks}.hook_v`, v),
  };
}

/** QK-norm (Henry et al. 2020), then rotation by position (Su et al. 2021), where the model has them. */
function normedAndRotated(
  recorder: Recorder,
  layer: number,
  { q, k, v }: QueriesKeysValues,
  config: ModelConfig,
  { qkNorms }: BlockNames,
  { rotary: inputs }: PositionInputs,
): QueriesKeysValues {
  const hooks = `blocks.${layer}.attn`;
  const { qkNorm, normEpsilon } = modelParts(config);
  if (qkNorm && qkNorms) {
    q = recorder.headNorm(`${hooks}.q_norm`, q, qkNorms[0], normEpsilon);
    k = recorder.headNorm(`${hooks}.k_norm`, k, qkNorms[1], normEpsilon);
  }
  if (inputs) {
    q = rotated(recorder, `${hooks}.hook_rot_q`, q, inputs);
    k = rotated(recorder, `${hooks}.hook_rot_k`, k, inputs);
  }
  return { q, k, v };
}

function rotated(recorder: Recorder, name: string, x: Tensor, { ids, angles }: RotaryInputs): Tensor {
  const options = { attributes: { interleaved: false }, shapes: { y: x.shape } };
  return recorder.step(name, rotary, { x, positions: ids, angles }, options);
}
