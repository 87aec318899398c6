// The values of one parameter.

import * as v from 'valibot';
import { boundedString } from '../../../shared/validation.ts';
import { defineLens } from '../../shared/define-lens.ts';
import type { Tensor } from '../../shared/results.ts';

export const weightsLens = defineLens({
  name: 'weights',
  request: v.object({ name: boundedString(100) }),
  async compute(run, { name }): Promise<{ step: number; tensor: Tensor }> {
    const data = (await run.weights.get([name])).get(name);
    const { shape } = run.weights.parameters.find((each) => each.name === name) ?? {};
    if (!data || !shape) throw new Error(`The model has no weights '${name}'.`);
    return { step: run.step, tensor: { shape: [...shape], data: Float32Array.from(data) } };
  },
});
