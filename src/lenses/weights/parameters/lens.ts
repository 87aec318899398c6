// The model's parameters by name and shape.

import type { WeightPart } from '../../../model/architecture/parameters.ts';
import { defineLens } from '../../shared/define-lens.ts';
import * as v from '../../shared/schemas.ts';

export interface ParameterInfo {
  name: string;
  shape: number[];
  meaning: string;
  /** The matrices that it holds, side by side in equal shares of its columns; empty for biases and norms. */
  parts: WeightPart[];
  /** Stored as outputs × inputs, with its matrices one above the other. */
  isTransposed?: boolean;
  /** From 0; absent outside the blocks. */
  layer?: number;
}

export const parametersLens = defineLens({
  name: 'parameters',
  request: v.EMPTY,
  async compute(run): Promise<ParameterInfo[]> {
    return run.weights.parameters.map(({ name, shape, meaning, parts = [], layer, isTransposed }) => ({
      name,
      shape: [...shape],
      meaning,
      parts: [...parts],
      ...(isTransposed && { isTransposed }),
      ...(layer !== undefined && { layer }),
    }));
  },
});
