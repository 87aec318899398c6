// Interventions on activations: zero, scale, mean ablation or replacement, of the whole activation or a slice.

import { elementCount } from '../../kernels/shape.ts';
import {
  type ActivationName,
  activationNames,
  activationShape,
  type InterventionAxes,
  interventionAxes,
} from '../architecture/activations.ts';
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
  readonly kind: 'zero' | 'scale' | 'mean' | 'replace' | 'add';
  /** Factor of `scale`, value of `replace`, summand of `add`: one number, or one for each element of the slice, row-major. */
  readonly value?: number | Float32Array;
};

/** Problems of an intervention on rows of T tokens, one sentence each. */
export function interventionProblems(
  { name, ...slice }: Intervention,
  config: ModelConfig,
  T: number,
): string[] {
  if (!activationNames(config).includes(name)) return [`This model has no activation '${name}'.`];
  const axes = interventionAxes(name);
  if (!axes) return [`${name} is read-only; intervene on the activation it is computed from.`];
  const shape = activationShape(name, config, 1, T);
  return (['head', 'neuron', 'position'] as const).flatMap((part) => {
    const [index, axis] = [slice[part], axes[part]];
    if (index === undefined) return [];
    if (axis === undefined) return [`${name} has no ${part} axis.`];
    const isValid = Number.isInteger(index) && index >= 0 && index < shape[axis];
    return isValid
      ? []
      : [`${name} has ${shape[axis]} ${part}s, counted from 0; there is no ${part} ${index}.`];
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
    if (kind === 'add') {
      offset[index] += number;
      return;
    }
    factor[index] = kind === 'scale' ? number : 0;
    if (kind === 'zero' || kind === 'scale') offset[index] = 0;
    else offset[index] = mean ? mean[index] : number;
  });
}

/**
 * Flat indices of a slice, row-major. For (B, H, T, T) activations, `position` is the query position, and only keys up to the
 * query are included: masked entries must stay masked.
 */
function sliceIndices(name: ActivationName, shape: readonly number[], slice: ActivationSlice): number[] {
  const axes = axesForIntervention(name);
  const fixed = shape.map((_, axis) =>
    (['row', 'position', 'head', 'neuron'] as const)
      .filter((part) => axes[part] === axis)
      .map((part) => slice[part])
      .find((index) => index !== undefined),
  );
  let indices = [0];
  shape.forEach((size, axis) => {
    const index = fixed[axis];
    const along = index === undefined ? Array.from({ length: size }, (_, i) => i) : [index];
    indices = indices.flatMap((base) => along.map((i) => base * size + i));
  });
  if (!axes.isCausal) return indices;
  const T = shape[shape.length - 1];
  return indices.filter((index) => index % T <= Math.floor(index / T) % T);
}

function axesForIntervention(name: ActivationName): InterventionAxes {
  const axes = interventionAxes(name);
  if (!axes) throw new Error(`${name} is read-only; intervene on the activation it is computed from.`);
  return axes;
}

/** The mean of (B, T, …) over its first two axes, broadcast to every row and position. */
function meanOverRowsAndPositions(name: ActivationName, { shape, data }: NDArray): Float32Array {
  const { row, isCausal } = axesForIntervention(name);
  if (row === undefined || isCausal) {
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
