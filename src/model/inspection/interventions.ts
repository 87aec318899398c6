// Interventions on activations: zero, scale, mean ablation or replacement, of the whole activation or a slice.

import { elementCount } from '../../kernels/shape.ts';
import type { ActivationName } from '../architecture/activations.ts';
import type { ModelConfig } from '../architecture/config.ts';
import type { AffineIntervention, Inspector, InspectorRequest, NDArray } from './inspector.ts';

/** A slice of an activation; an axis left out means all of it. */
export interface ActivationSlice {
  /** Row of the batch. */
  readonly row?: number;
  readonly position?: number;
  /** For (B, T, H, D) and (B, H, T, T) activations. */
  readonly head?: number;
  /** Last axis of (B, T, C) and (B, T, M) activations. */
  readonly neuron?: number;
}

export type Intervention = ActivationSlice & {
  readonly name: ActivationName;
  /** `mean`: mean ablation with the mean over rows and positions of a clean run, entry by entry. */
  readonly kind: 'zero' | 'scale' | 'mean' | 'replace';
  /** Factor of `scale`, or value of `replace`: one number, or one for each element of the slice, row-major. */
  readonly value?: number | Float32Array;
};

const PER_HEAD_SQUARE = /attn\.hook_(attn_scores|pattern)$/;
const PER_HEAD = /attn\.hook_[qkvz]$/;

/** Shape of an activation for B rows of T tokens; `BLOCK_ACTIVATIONS` has it in letters. */
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

/** Problems of an intervention on rows of T tokens, one sentence each. */
export function interventionProblems(
  { name, ...slice }: Intervention,
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
    const index = slice[axis];
    if (index === undefined) return [];
    if (sizes[axis] === 0) return [`${name} has no ${axis} axis.`];
    const isValid = Number.isInteger(index) && index >= 0 && index < sizes[axis];
    return isValid
      ? []
      : [`${name} has ${sizes[axis]} ${axis}s, counted from 0; there is no ${axis} ${index}.`];
  });
}

/** Compiles interventions into factors and offsets by activation; `mean` requires a clean run, which this function makes. */
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
    const affine = result.get(name) ?? identity(shape);
    applyIntervention(affine, shape, intervention, clean?.activations.get(name));
    result.set(name, affine);
  }
  return result;
}

/** Factor 1 and offset 0. */
function identity(shape: readonly number[]): AffineIntervention {
  const length = elementCount(shape);
  return { factor: new Float32Array(length).fill(1), offset: new Float32Array(length) };
}

function applyIntervention(
  { factor, offset }: AffineIntervention,
  shape: readonly number[],
  intervention: Intervention,
  clean?: NDArray,
): void {
  const { kind, value = 0 } = intervention;
  const indices = sliceIndices(intervention.name, shape, intervention);
  if (typeof value !== 'number' && value.length !== indices.length) {
    throw new Error(`${intervention.name}: got ${value.length} values for a slice of ${indices.length}.`);
  }
  const mean = kind === 'mean' && clean ? meanOverRowsAndPositions(intervention.name, clean) : undefined;
  indices.forEach((index, i) => {
    const number = typeof value === 'number' ? value : value[i];
    factor[index] = kind === 'scale' ? number : 0;
    if (kind === 'zero' || kind === 'scale') offset[index] = 0;
    else offset[index] = mean ? mean[index] : number;
  });
}

function headAxis(name: string): number | undefined {
  if (PER_HEAD_SQUARE.test(name)) return 1;
  return PER_HEAD.test(name) ? 2 : undefined;
}

/** Size of the `neuron` axis; 0 for activations with heads. */
function lastAxis(name: string, shape: readonly number[]): number {
  return headAxis(name) === undefined ? shape[shape.length - 1] : 0;
}

/**
 * Flat indices of a slice, row-major. For (B, H, T, T) activations, `position` is the query position, and only keys up to the
 * query are included: masked entries must stay masked.
 */
function sliceIndices(name: string, shape: readonly number[], slice: ActivationSlice): number[] {
  const fixed: (number | undefined)[] = shape.map(() => undefined);
  const rowAxis = name === 'hook_pos_embed' ? undefined : 0;
  const positionAxis = PER_HEAD_SQUARE.test(name) ? 2 : rowAxis === 0 ? 1 : 0;
  const heads = headAxis(name);
  if (rowAxis !== undefined) fixed[rowAxis] = slice.row;
  fixed[positionAxis] = slice.position;
  if (heads !== undefined) fixed[heads] = slice.head;
  else if (slice.neuron !== undefined) fixed[shape.length - 1] = slice.neuron;

  let indices = [0];
  shape.forEach((size, axis) => {
    const along = fixed[axis] === undefined ? Array.from({ length: size }, (_, i) => i) : [fixed[axis]];
    indices = indices.flatMap((base) => along.map((i) => base * size + i));
  });
  if (!PER_HEAD_SQUARE.test(name)) return indices;
  const T = shape[3];
  return indices.filter((index) => index % T <= Math.floor(index / T) % T);
}

/** The mean of (B, T, …) over its first two axes, broadcast to every row and position. */
function meanOverRowsAndPositions(name: string, { shape, data }: NDArray): Float32Array {
  if (PER_HEAD_SQUARE.test(name) || name === 'hook_pos_embed') {
    throw new Error(`${name} has no mean over rows and positions; choose zero, scale or replace.`);
  }
  const count = shape[0] * shape[1];
  const width = data.length / count;
  const mean = new Float64Array(width);
  data.forEach((x, i) => {
    mean[i % width] += x / count;
  });
  return data.map((_, i) => mean[i % width]);
}
