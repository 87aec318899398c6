// Interventions on activations: zero, scale, mean ablation or replacement, of the whole activation or a slice.

import { elementCount } from '../../kernels/shape.ts';
import { ownRecord } from '../../shared/own-record.ts';
import { shownValue } from '../../shared/shown-value.ts';
import {
  type ActivationName,
  activationNames,
  activationShape,
  type InterventionAxes,
  interventionAxes,
} from '../architecture/activations.ts';
import type { ModelConfig } from '../architecture/config.ts';
import type { AffineIntervention, Inspector, InspectorRequest, NDArray } from './inspector.ts';
import { sizeProblems } from './inspector-request.ts';

const SLICE_AXES = ['row', 'position', 'head', 'neuron'] as const;
const KINDS = ['zero', 'scale', 'mean', 'replace', 'add'] as const;
const KEYS: readonly string[] = ['name', 'kind', 'value', ...SLICE_AXES];

/** A slice of an activation, by indices that count from 0; an axis left out means all of it. */
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
  readonly kind: (typeof KINDS)[number];
  /** Factor of `scale`, value of `replace`, summand of `add`: one number, or one for each element of the slice, row-major. */
  readonly value?: number | Float32Array;
};

/** Problems of interventions on B rows of T tokens, one sentence each; empty if they can be compiled. */
export const interventionProblems = (
  interventions: readonly Intervention[],
  config: ModelConfig,
  request: Pick<InspectorRequest, 'B' | 'T'>,
): readonly string[] => readInterventions(interventions, config, request).problems;

interface CheckedInterventions {
  readonly problems: readonly string[];
  /** Copies that were checked: their keys are read once, since a getter may answer differently the next time. */
  readonly plain: readonly Intervention[];
}

function readInterventions(
  interventions: readonly Intervention[],
  config: ModelConfig,
  { B, T }: Pick<InspectorRequest, 'B' | 'T'>,
): CheckedInterventions {
  const problems = sizeProblems({ B, T }, config);
  const plain: Intervention[] = [];
  if (!Array.isArray(interventions))
    problems.push(`The interventions must be a list, not ${shownValue(interventions)}.`);
  if (problems.length > 0) return { problems, plain };
  const known = new Set(activationNames(config));
  for (const intervention of interventions) {
    const copy = ownRecord(intervention) as Intervention | undefined;
    if (copy) {
      plain.push(copy);
      problems.push(...problemsOf(copy, known, (name) => activationShape(name, config, B, T)));
    } else problems.push(notPlain(intervention));
  }
  return { problems, plain };
}

/** What another object inherits may be a slice that is meant, or none. */
function notPlain(value: unknown): string {
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  const got = isObject ? 'an object with a prototype of its own' : shownValue(value);
  return `An intervention is a plain object such as { name: 'hook_embed', kind: 'zero' }, not ${got}.`;
}

function problemsOf(
  intervention: Intervention,
  known: ReadonlySet<ActivationName>,
  shapeOf: (name: ActivationName) => readonly number[],
): string[] {
  const { name } = intervention;
  if (!known.has(name)) return [`This model has no activation ${shownValue(name)}.`];
  const axes = interventionAxes(name);
  if (!axes) return [`${name} is read-only; intervene on the activation it is computed from.`];
  return [...kindProblems(intervention, axes), ...sliceProblems(intervention, axes, shapeOf(name))];
}

const ALL = new Intl.ListFormat('en-GB', { type: 'conjunction' });

/** An unknown key is a problem: it would be ignored, and a slice would be larger than meant. */
function kindProblems(intervention: Intervention, { row, isCausal }: InterventionAxes): string[] {
  const { name, kind, value } = intervention;
  const subject = `An intervention on ${name}`;
  const unknown = Object.keys(intervention).find((key) => !KEYS.includes(key));
  if (unknown !== undefined)
    return [`${subject} has an unknown key '${unknown}'; its keys are ${ALL.format(KEYS)}.`];
  if (!KINDS.includes(kind))
    return [`${subject} is of the kind ${shownValue(kind)}; the kinds are ${ALL.format(KINDS)}.`];
  if (kind === 'mean' && (row === undefined || isCausal))
    return [`${name} has no mean over rows and positions; choose zero, scale or replace.`];
  const needsValue = kind !== 'zero' && kind !== 'mean';
  if (value === undefined) return needsValue ? [`${subject} of the kind '${kind}' needs a 'value'.`] : [];
  // The entries of a list are activations, which are not finite in a run that diverged.
  return Number.isFinite(value) || value instanceof Float32Array
    ? []
    : [
        `${subject} has the value ${shownValue(value)}; it must be a finite number, or a Float32Array with one for each element of the slice.`,
      ];
}

function sliceProblems(
  { name, ...slice }: Intervention,
  axes: InterventionAxes,
  shape: readonly number[],
): string[] {
  return SLICE_AXES.flatMap((part) => {
    const [index, axis] = [slice[part], axes[part]];
    if (index === undefined) return [];
    if (axis === undefined) {
      const others = SLICE_AXES.filter((other) => axes[other] !== undefined);
      return [`${name} has no ${part} axis; it has ${ALL.format(others)}.`];
    }
    const isValid = Number.isInteger(index) && index >= 0 && index < shape[axis];
    return isValid
      ? []
      : [`${name} has ${shape[axis]} ${part}s, counted from 0; there is no ${part} ${shownValue(index)}.`];
  });
}

/**
 * Compiles interventions into factors and offsets by activation; `mean` requires a clean run, which this function makes.
 * Throws with the problems of the interventions, before anything is run.
 */
export async function compileInterventions(
  inspector: Inspector,
  config: ModelConfig,
  request: Pick<InspectorRequest, 'B' | 'T' | 'tokens'>,
  interventions: readonly Intervention[],
): Promise<Map<ActivationName, AffineIntervention>> {
  const { problems, plain } = readInterventions(interventions, config, request);
  if (problems.length > 0) throw new Error(problems.join(' '));
  const means = plain.filter(({ kind }) => kind === 'mean').map(({ name }) => name);
  const clean =
    means.length > 0 ? await inspector.run({ ...request, names: [...new Set(means)] }) : undefined;
  const result = new Map<ActivationName, AffineIntervention>();
  for (const intervention of plain) {
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
  const mean = kind === 'mean' && clean ? meanOverRowsAndPositions(clean) : undefined;
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
  const axes = interventionAxes(name) as InterventionAxes;
  const fixed = shape.map((_, axis) =>
    SLICE_AXES.filter((part) => axes[part] === axis)
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

/** The mean of (B, T, …) over its first two axes, broadcast to every row and position. */
function meanOverRowsAndPositions({ shape, data }: NDArray): Float32Array {
  const count = shape[0] * shape[1];
  const width = data.length / count;
  const mean = new Float64Array(width);
  data.forEach((x, i) => {
    mean[i % width] += x / count;
  });
  return data.map((_, i) => mean[i % width]);
}
