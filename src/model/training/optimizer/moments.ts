// The state of an optimizer between steps: moments, each one value a weight, of all weights or of some.

import { KernelError } from '../../../kernels/errors.ts';
import { alignUp } from '../../../kernels/graph/plan.ts';
import { elementCount } from '../../../kernels/shape.ts';
import type { Parameter } from '../../architecture/parameters.ts';
import { type FlatLayout, isHiddenMatrix } from '../../architecture/parameters.ts';
import type { WeightValues } from '../../architecture/weights.ts';
import type { OptimizerConfig } from './optimizer-config.ts';

/** `velocity` is SGD's, `momentum` Muon's; `m` and `v` are AdamW's. */
export type MomentName = 'm' | 'v' | 'velocity' | 'momentum';

const all = () => true;
const isOther = (parameter: Parameter) => !isHiddenMatrix(parameter);

/** The moments of each optimizer, and the parameters that have them. */
const MOMENTS: Readonly<
  Record<OptimizerConfig['kind'], Readonly<Partial<Record<MomentName, (parameter: Parameter) => boolean>>>>
> = {
  adamw: { m: all, v: all },
  sgd: { velocity: all },
  muon: { momentum: isHiddenMatrix, m: isOther, v: isOther },
};

/** The parameters of each moment, in their order. */
export function momentParameters(
  kind: OptimizerConfig['kind'],
  parameters: readonly Parameter[],
): [MomentName, Parameter[]][] {
  return Object.entries(MOMENTS[kind]).map(([name, has]) => [name as MomentName, parameters.filter(has)]);
}

/** A moment in a storage of its own, which holds its parameters in the order of the flat layout. */
export interface Moment {
  readonly name: MomentName;
  readonly parameters: readonly Parameter[];
  readonly offsets: ReadonlyMap<string, number>;
  readonly length: number;
}

export function momentLayouts(kind: OptimizerConfig['kind'], layout: FlatLayout): Moment[] {
  return momentParameters(kind, inLayoutOrder(layout)).map(([name, parameters]) => {
    const offsets = new Map<string, number>();
    let length = 0;
    for (const parameter of parameters) {
      offsets.set(parameter.name, length);
      length += alignUp(elementCount(parameter.shape));
    }
    return { name, parameters, offsets, length };
  });
}

function inLayoutOrder({ parameters, offsets }: FlatLayout): Parameter[] {
  const offset = ({ name }: Parameter) => offsets.get(name) as number;
  return [...parameters].sort((a, b) => offset(a) - offset(b));
}

/** The values of a moment by weight name. */
export function splitMoment(
  { parameters, offsets }: Moment,
  flat: Float32Array<ArrayBuffer>,
): Map<string, Float32Array<ArrayBuffer>> {
  return new Map(
    parameters.map(({ name, shape }) => {
      const offset = offsets.get(name) as number;
      return [name, flat.slice(offset, offset + elementCount(shape))];
    }),
  );
}

/** Inverse of `splitMoment`, with zeros as padding; zeros without values. Throws if one is missing or has the wrong size. */
export function joinMoment(
  { name: moment, parameters, offsets, length }: Moment,
  values?: WeightValues,
): Float32Array<ArrayBuffer> {
  const flat = new Float32Array(length);
  if (!values) return flat;
  for (const { name, shape } of parameters) {
    const value = values.get(name);
    if (value?.length !== elementCount(shape))
      throw new KernelError(`optimizer: '${moment}' of '${name}' is missing or has the wrong size`);
    flat.set(value, offsets.get(name));
  }
  return flat;
}
