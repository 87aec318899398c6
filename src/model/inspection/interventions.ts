// Changing an activation: zero it, scale it, put its mean or another value in its place, as a whole or in part.

import { elementCount } from '../../kernels/shape.ts';
import type { ActivationName } from '../architecture/activations.ts';
import type { ModelConfig } from '../architecture/config.ts';
import type { AffineIntervention, Inspector, InspectorRequest, NDArray } from './inspector.ts';

/** Which part of an activation; what is left out means all. */
export interface ActivationSlice {
  /** Example of the batch. */
  readonly row?: number;
  readonly position?: number;
  /** Of `[B, T, H, D]` and `[B, H, T, T]` activations. */
  readonly head?: number;
  /** Last index of `[B, T, C]` and `[B, T, M]` activations. */
  readonly neuron?: number;
}

export type Intervention = ActivationSlice & {
  readonly name: ActivationName;
  /** `mean`: its mean over rows and positions in a clean run, entry by entry (mean ablation). */
  readonly kind: 'zero' | 'scale' | 'mean' | 'replace';
  /** Factor of `scale`; of `replace`, one number, or as many as the part has, row-major. */
  readonly value?: number | Float32Array;
};

const PER_HEAD_SQUARE = /attn\.hook_(attn_scores|pattern)$/;
const PER_HEAD = /attn\.hook_[qkvz]$/;

/** Shape of an activation for a batch, as `BLOCK_ACTIVATIONS` writes it. */
export function activationShape(
  name: string,
  { H, C, V, mlpWidth }: ModelConfig,
  B: number,
  T: number,
): number[] {
  if (PER_HEAD_SQUARE.test(name)) return [B, H, T, T];
  if (PER_HEAD.test(name)) return [B, T, H, C / H];
  if (/mlp\.hook_(pre|post)$/.test(name)) return [B, T, mlpWidth];
  if (name.endsWith('hook_scale')) return [B, T, 1];
  if (name === 'hook_pos_embed') return [T, C];
  if (name === 'logits') return [B, T, V];
  return [B, T, C];
}

/** Everything wrong with an intervention on rows of T tokens, one sentence each. */
export function interventionProblems(
  { name, ...part }: Intervention,
  config: ModelConfig,
  T: number,
): string[] {
  const shape = activationShape(name, config, 1, T);
  const sizes = {
    head: headAxis(name) === undefined ? 0 : config.H,
    neuron: lastAxis(name, shape),
    position: T,
  };
  return (['head', 'neuron', 'position'] as const).flatMap((axis) => {
    const index = part[axis];
    if (index === undefined) return [];
    if (sizes[axis] === 0) return [`${name} has no ${axis} to choose.`];
    const fine = Number.isInteger(index) && index >= 0 && index < sizes[axis];
    return fine ? [] : [`${name} has ${sizes[axis]} ${axis}s, counted from 0; there is no ${axis} ${index}.`];
  });
}

/** Turns interventions into the factors and offsets an inspection takes; `mean` needs, and makes, a clean run. */
export async function compileInterventions(
  inspector: Inspector,
  config: ModelConfig,
  request: Pick<InspectorRequest, 'B' | 'T' | 'tokens'>,
  interventions: readonly Intervention[],
): Promise<Map<ActivationName, AffineIntervention>> {
  const means = interventions.filter(({ kind }) => kind === 'mean').map(({ name }) => name);
  const clean =
    means.length > 0 ? await inspector.run({ ...request, names: [...new Set(means)] }) : undefined;
  const result = new Map<ActivationName, AffineIntervention>();
  for (const intervention of interventions) {
    const { name } = intervention;
    const shape = activationShape(name, config, request.B, request.T);
    const change = result.get(name) ?? identityChange(shape);
    applyIntervention(change, shape, intervention, clean?.activations.get(name));
    result.set(name, change);
  }
  return result;
}

/** Factor 1 and offset 0: the activation as it is. */
function identityChange(shape: readonly number[]): AffineIntervention {
  const length = elementCount(shape);
  return { factor: new Float32Array(length).fill(1), offset: new Float32Array(length) };
}

function applyIntervention(
  change: AffineIntervention,
  shape: readonly number[],
  intervention: Intervention,
  clean?: NDArray,
): void {
  const { kind, value = 0 } = intervention;
  const indices = sliceIndices(intervention.name, shape, intervention);
  if (typeof value !== 'number' && value.length !== indices.length) {
    throw new Error(`${intervention.name}: ${value.length} values given for a part of ${indices.length}.`);
  }
  const mean = kind === 'mean' && clean ? meanOverRowsAndPositions(intervention.name, clean) : undefined;
  indices.forEach((index, i) => {
    const given = typeof value === 'number' ? value : value[i];
    change.factor[index] = kind === 'scale' ? given : 0;
    if (kind === 'zero' || kind === 'scale') change.offset[index] = 0;
    else change.offset[index] = mean ? mean[index] : given;
  });
}

function headAxis(name: string): number | undefined {
  if (PER_HEAD_SQUARE.test(name)) return 1;
  return PER_HEAD.test(name) ? 2 : undefined;
}

/** Size of the axis `neuron` chooses from; 0 where heads are chosen instead. */
function lastAxis(name: string, shape: readonly number[]): number {
  return headAxis(name) === undefined ? shape[shape.length - 1] : 0;
}

/**
 * Flat indices of a part, row-major. Position is the query position of an attention square, and only places at and below
 * its diagonal belong to any part: what is masked stays masked, or the network would look into the future.
 */
function sliceIndices(name: string, shape: readonly number[], part: ActivationSlice): number[] {
  const chosen: (number | undefined)[] = shape.map(() => undefined);
  const rowAxis = name === 'hook_pos_embed' ? undefined : 0;
  const positionAxis = PER_HEAD_SQUARE.test(name) ? 2 : rowAxis === 0 ? 1 : 0;
  const heads = headAxis(name);
  if (rowAxis !== undefined) chosen[rowAxis] = part.row;
  chosen[positionAxis] = part.position;
  if (heads !== undefined) chosen[heads] = part.head;
  else if (part.neuron !== undefined) chosen[shape.length - 1] = part.neuron;

  let indices = [0];
  shape.forEach((size, axis) => {
    const along = chosen[axis] === undefined ? Array.from({ length: size }, (_, i) => i) : [chosen[axis]];
    indices = indices.flatMap((base) => along.map((i) => base * size + i));
  });
  if (!PER_HEAD_SQUARE.test(name)) return indices;
  const T = shape[3];
  return indices.filter((index) => index % T <= Math.floor(index / T) % T);
}

/** The mean over the first two axes, `[B, T, …]`, written to every row and position. */
function meanOverRowsAndPositions(name: string, { shape, data }: NDArray): Float32Array {
  if (PER_HEAD_SQUARE.test(name) || name === 'hook_pos_embed') {
    throw new Error(`${name} has no mean over rows and positions; choose zero, scale or replace.`);
  }
  const places = shape[0] * shape[1];
  const width = data.length / places;
  const mean = new Float64Array(width);
  data.forEach((x, i) => {
    mean[i % width] += x / places;
  });
  return data.map((_, i) => mean[i % width]);
}
