// Numbers of weights of a model, by part.

import { elementCount } from '../../kernels/shape.ts';
import { transformerParameters } from './architecture.ts';
import type { ModelConfig } from './config.ts';
import { type NormPart, type Parameter, parameterCount, type WeightPart } from './parameters.ts';

/** Matrices with their biases, and norms. A model without a part has no entry for it. */
export type PartCounts = Readonly<Partial<Record<WeightPart | NormPart, number>>>;

export interface WeightCounts {
  readonly total: number;
  /** Of each of the L blocks. */
  readonly block: PartCounts;
  /** Of tables and norm outside the blocks. */
  readonly outside: PartCounts;
}

export function weightCounts(config: ModelConfig): WeightCounts {
  const parameters = transformerParameters(config);
  return {
    total: parameterCount(parameters),
    block: countByPart(parameters.filter(({ layer }) => layer === 0)),
    outside: countByPart(parameters.filter(({ layer }) => layer === undefined)),
  };
}

/** A bias counts to the parts of its matrix, which a fused matrix has equal shares of. */
function countByPart(parameters: readonly Parameter[]): PartCounts {
  const stem = ({ name }: Parameter) => name.replace(/\.(weight|bias)$/, '');
  const partsByStem = new Map(parameters.flatMap((each) => (each.parts ? [[stem(each), each.parts]] : [])));
  const counts: Partial<Record<WeightPart | NormPart, number>> = {};
  for (const parameter of parameters) {
    const parts = parameter.norm ? [parameter.norm] : (partsByStem.get(stem(parameter)) ?? []);
    for (const part of parts)
      counts[part] = (counts[part] ?? 0) + elementCount(parameter.shape) / parts.length;
  }
  return counts;
}
