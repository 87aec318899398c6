// The model's parameters by name and shape.

import { defineLens } from '../../shared/define-lens.ts';
import { EMPTY } from '../../shared/schemas.ts';

export interface ParameterInfo {
  name: string;
  shape: number[];
  meaning: string;
}

export const parametersLens = defineLens({
  name: 'parameters',
  request: EMPTY,
  async compute(run): Promise<ParameterInfo[]> {
    return run.weights.parameters.map(({ name, shape, meaning }) => ({ name, shape: [...shape], meaning }));
  },
});
