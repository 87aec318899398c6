// Groups of parameters that many families have: tables, projections with biases, norms.

import type { Parameter, WeightPart } from './parameters.ts';

type Traits = Pick<Parameter, 'parts' | 'layer'>;

/** (rows, C). */
export function table(name: string, rows: number, C: number, part: WeightPart, meaning: string): Parameter {
  return { name, shape: [rows, C], init: 'normal', meaning, parts: [part] };
}

/** Weight (from, to) and bias (to). */
export function projection(
  name: string,
  [from, to]: readonly [number, number],
  traits: Traits,
  meaning: string,
): Parameter[] {
  const { layer } = traits;
  return [
    { name: `${name}.weight`, shape: [from, to], init: 'normal', meaning, ...traits },
    { name: `${name}.bias`, shape: [to], init: 'zeros', meaning: `bias: ${meaning}`, layer },
  ];
}

/** Gain and bias (C). */
export function norm(name: string, C: number, layer: number | undefined, meaning: string): Parameter[] {
  return [
    { name: `${name}.weight`, shape: [C], init: 'ones', meaning: `gain of ${meaning}`, layer },
    { name: `${name}.bias`, shape: [C], init: 'zeros', meaning: `bias of ${meaning}`, layer },
  ];
}
