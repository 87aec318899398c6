// Groups of parameters that all families have: tables, projections with or without biases, norms.

import type { Parameter, WeightPart } from '../parameters.ts';

type Traits = Pick<Parameter, 'parts' | 'layer' | 'isTransposed' | 'std'>;

/** (rows, C). */
export function table(name: string, rows: number, C: number, part: WeightPart, meaning: string): Parameter {
  return { name, shape: [rows, C], init: 'normal', meaning, parts: [part] };
}

/** Weight (from, to), or (to, from) if it is transposed, and bias (to). */
export function projection(
  name: string,
  [from, to]: readonly [number, number],
  { hasBias, isTransposed, ...traits }: Traits & { readonly hasBias: boolean },
  meaning: string,
): Parameter[] {
  const { layer } = traits;
  const shape = isTransposed ? [to, from] : [from, to];
  const weight: Parameter = { name: `${name}.weight`, shape, init: 'normal', meaning, ...traits };
  const bias: Parameter = {
    name: `${name}.bias`,
    shape: [to],
    init: 'zeros',
    meaning: `bias: ${meaning}`,
    layer,
  };
  return [isTransposed ? { ...weight, isTransposed } : weight, ...(hasBias ? [bias] : [])];
}

/** Gain and, if there is one, bias (C). */
export function norm(
  name: string,
  C: number,
  traits: Pick<Parameter, 'norm' | 'layer'>,
  meaning: string,
  hasBias = true,
): Parameter[] {
  const gain: Parameter = {
    name: `${name}.weight`,
    shape: [C],
    init: 'ones',
    meaning: `gain of ${meaning}`,
    ...traits,
  };
  const bias: Parameter = {
    name: `${name}.bias`,
    shape: [C],
    init: 'zeros',
    meaning: `bias of ${meaning}`,
    ...traits,
  };
  return hasBias ? [gain, bias] : [gain];
}
