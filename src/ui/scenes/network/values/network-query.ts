// The query for a shot: what the picture needs of the engine, in one request of one step.

import { FOCUS } from '../../../../shared/focus.ts';
import type {
  ActivationName,
  AtFocus,
  Inspection,
  ModelConfig,
  PromptRequest,
  Query,
  QueryResult,
} from '../../../../workers/rpc/api/lab-api.ts';
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
 * Layer, head, token and neuron of the target are those of the query's focus, which the caller adds. Overlays read the shot's.
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
        'head-trace': { text: prompt, layer: FOCUS.layer, head: FOCUS.head, query: FOCUS.token },
      }),
      ...(target.at === 'mlp' && {
        'mlp-neurons': {
          ...{ text: prompt, layer: FOCUS.layer, position: FOCUS.token, count: neurons },
          include: shot.neuron ?? FOCUS.neuron,
        },
      }),
      ...((target.at === 'embedding' || target.at === 'unembedding') &&
        shape.V * shape.C <= MAX_TABLE && { weights: { view: target.at } }),
      ...overlayOf(shot).lenses?.(prompt, shot, edit),
    },
    ...(ablation && { variants: { ablated: ablation } }),
  };
}

function activationsOf(shape: NetworkShape, model: ModelConfig, { target }: Shot): AtFocus<ActivationName>[] {
  const names: AtFocus<ActivationName>[] = ['hook_embed', ...shape.stages.map(({ name }) => name)];
  if (shape.hasPositions) names.push('hook_pos_embed');
  for (let layer = 0; layer < shape.L; layer++) {
    names.push(`blocks.${layer}.attn.hook_pattern`);
    if (shape.M > 0) names.push(`blocks.${layer}.mlp.hook_post`);
  }
  names.push(...logitsOf(shape, model));
  if (target.at === 'block' || target.at === 'head') {
    const { q, k } = headActivations(model, 'focus');
    names.push(q, k, 'blocks.focus.attn.hook_v', 'blocks.focus.attn.hook_z', 'blocks.focus.hook_attn_out');
  }
  if (target.at === 'mlp') {
    names.push('blocks.focus.mlp.hook_pre', 'blocks.focus.hook_mlp_out');
    if (shape.isGated) names.push('blocks.focus.mlp.hook_pre_linear');
  }
  return names;
}

const logitsOf = ({ V }: NetworkShape, { T }: ModelConfig): 'logits'[] =>
  V * T <= MAX_LOGITS ? ['logits'] : [];

/** Queries and keys as the attention reads them. */
export function headActivations<Layer extends number | 'focus'>(model: ModelConfig, layer: Layer) {
  const at = `blocks.${layer}.attn` as const;
  if (model.positions === 'rotary') return { q: `${at}.hook_rot_q`, k: `${at}.hook_rot_k` } as const;
  if (model.qkNorm) return { q: `${at}.q_norm.hook_normalized`, k: `${at}.k_norm.hook_normalized` } as const;
  return { q: `${at}.hook_q`, k: `${at}.hook_k` } as const;
}

function ablationRequest(
  shape: NetworkShape,
  model: ModelConfig,
  { ablated }: Shot,
): PromptRequest | undefined {
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
