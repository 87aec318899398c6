// The query for a shot: what the picture needs of the engine, in one request of one step.

import type {
  ActivationName,
  Inspection,
  ModelConfig,
  Query,
  QueryResult,
} from '../../../workers/rpc/api/lab-api.ts';
import type { Shot } from '../camera/shot.ts';
import { comparedBy, overlayOf } from '../overlays/overlays.ts';
import { type NetworkShape, networkShape } from '../scene/network-shape.ts';
import type { MapEdit } from './map-edit.ts';
import { lastRow, type NetworkValues } from './network-values.ts';

/** Logits of every token are read up to this many numbers. */
const MAX_LOGITS = 100_000;
/** Tables of the whole vocabulary are read up to this many numbers. */
const MAX_TABLE = 500_000;

/**
 * Layers, heads and tokens of the shot exist in the model and the prompt.
 *
 * @param neurons how many neurons of an MLP have room
 * @param edit an edit that the weights hold
 */
export function networkQuery(
  model: ModelConfig,
  prompt: string,
  shot: Shot,
  neurons: number,
  edit?: MapEdit,
): Query {
  const shape = networkShape(model);
  const { target } = shot;
  const ablation = ablationRequest(shape, model, shot);
  return {
    prompt,
    activations: activationsOf(shape, model, shot),
    lenses: {
      ...(target.at === 'head' && {
        'head-trace': { text: prompt, layer: target.layer, head: target.head, query: shot.token ?? 0 },
      }),
      ...(target.at === 'mlp' && {
        'mlp-neurons': {
          ...{ text: prompt, layer: target.layer, position: target.token, count: neurons },
          ...(shot.neuron !== undefined && { include: shot.neuron }),
        },
      }),
      ...((target.at === 'embedding' || target.at === 'unembedding') &&
        shape.V * shape.C <= MAX_TABLE && { weights: { view: target.at } }),
      ...overlayOf(shot).lenses?.(prompt, shot, edit),
    },
    ...(ablation && { variants: { ablated: ablation } }),
  };
}

function activationsOf(shape: NetworkShape, model: ModelConfig, { target }: Shot): ActivationName[] {
  const names: ActivationName[] = ['hook_embed', ...shape.stages.map(({ name }) => name)];
  if (shape.hasPositions) names.push('hook_pos_embed');
  for (let layer = 0; layer < shape.L; layer++) {
    names.push(`blocks.${layer}.attn.hook_pattern`);
    if (shape.M > 0) names.push(`blocks.${layer}.mlp.hook_post`);
  }
  names.push(...logitsOf(shape, model));
  if (target.at === 'block' || target.at === 'head') {
    const { layer } = target;
    const { q, k } = headActivations(model, layer);
    names.push(
      q,
      k,
      `blocks.${layer}.attn.hook_v`,
      `blocks.${layer}.attn.hook_z`,
      `blocks.${layer}.hook_attn_out`,
    );
  }
  if (target.at === 'mlp') {
    names.push(`blocks.${target.layer}.mlp.hook_pre`, `blocks.${target.layer}.hook_mlp_out`);
    if (shape.isGated) names.push(`blocks.${target.layer}.mlp.hook_pre_linear`);
  }
  return names;
}

const logitsOf = ({ V }: NetworkShape, { T }: ModelConfig): 'logits'[] =>
  V * T <= MAX_LOGITS ? ['logits'] : [];

/** Queries and keys as the attention reads them. */
export function headActivations(model: ModelConfig, layer: number): { q: ActivationName; k: ActivationName } {
  const at = `blocks.${layer}.attn` as const;
  if (model.positions === 'rotary') return { q: `${at}.hook_rot_q`, k: `${at}.hook_rot_k` };
  if (model.qkNorm) return { q: `${at}.q_norm.hook_normalized`, k: `${at}.k_norm.hook_normalized` };
  return { q: `${at}.hook_q`, k: `${at}.hook_k` };
}

function ablationRequest(shape: NetworkShape, model: ModelConfig, { ablated }: Shot): Query | undefined {
  const heads = ablated?.heads ?? [];
  const mlps = shape.M > 0 ? (ablated?.mlps ?? []) : [];
  if (heads.length + mlps.length === 0) return undefined;
  return {
    activations: logitsOf(shape, model),
    interventions: [
      ...heads.map(
        ({ layer, head }) => ({ name: `blocks.${layer}.attn.hook_z`, kind: 'zero', head }) as const,
      ),
      ...mlps.map((layer) => ({ name: `blocks.${layer}.hook_mlp_out`, kind: 'zero' }) as const),
    ],
  };
}

/** Undefined where the prompt is empty or has unknown words. */
export function toNetworkValues(result: QueryResult, edit?: MapEdit): NetworkValues | undefined {
  const { next, variants, tokens, step, activations, lenses, errors } = result;
  const ablated: Inspection | undefined = variants.ablated;
  if (next.length === 0) return undefined;
  const ablatedLogits = ablated && lastRow(ablated.activations.logits);
  const values = { step, tokens, activations, lenses, errors, next };
  const compared = comparedBy(values);
  return {
    ...values,
    ...(compared && { compared }),
    ...(ablated && { ablated: ablated.next }),
    ...(ablatedLogits && { ablatedLogits }),
    ...(edit && { edit }),
  };
}
