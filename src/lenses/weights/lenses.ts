// The model's parameters: their names and shapes, and the values of one.

import { modelViews } from '../../model/architecture/architecture.ts';
import type { WeightPart } from '../../model/architecture/parameters.ts';
import { readViews, viewNumbers } from '../../model/architecture/views/views.ts';
import type { Run } from '../../model/training/run.ts';
import { defineLens } from '../shared/define-lens.ts';
import type { Tensor } from '../shared/results.ts';
import * as v from '../shared/schemas.ts';

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

/** The model's parameters by name and shape. */
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

/** The values of one parameter, or of a table that every model has. */
export const weightsLens = defineLens({
  name: 'weights',
  // `name`: of a parameter, as the lens `parameters` lists it. `view`: a table (V, C); in tied models both are the same.
  request: v.strictObject({
    name: v.optional(v.boundedString(100)),
    view: v.optional(v.oneOf(['embedding', 'unembedding'])),
  }),
  async compute(run, { name, view }): Promise<{ step: number; tensor: Tensor }> {
    if (view !== undefined) return { step: run.step, tensor: await readTable(run, view) };
    if (name === undefined) throw new Error('The request needs the name of a parameter, or a view.');
    const data = (await run.weights.get([name])).get(name);
    const { shape } = run.weights.parameters.find((each) => each.name === name) ?? {};
    if (!data || !shape) throw new Error(`The model has no weights '${name}'.`);
    return { step: run.step, tensor: { shape: [...shape], data: Float32Array.from(data) } };
  },
});

async function readTable(run: Run, name: 'embedding' | 'unembedding'): Promise<Tensor> {
  const view = modelViews(run.plan.config)[name];
  const values = await readViews(run.weights, [view]);
  return { shape: [view.rows, view.columns], data: Float32Array.from(viewNumbers(values, view)) };
}
