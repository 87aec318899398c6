// Head matrices: W_Q, W_K, W_V and W_O of one head, and the value map W_V · W_O with its singular values.

import { headWidth } from '../../../model/architecture/config.ts';
import { readViews } from '../../../model/architecture/views/views.ts';
import { defineLens } from '../../shared/define-lens.ts';
import type { Tensor } from '../../shared/results.ts';
import * as v from '../../shared/schemas.ts';
import { assertHead } from '../head-index.ts';
import { headMatrices, headMatrixViews, type Projection } from './head-matrices.ts';

/** All matrices are `[in, out]`: a row vector is multiplied from the left. */
export interface HeadMatricesResult {
  step: number;
  /** [C, D] with biases [D]. QK-norm and rotation, where the model has them, follow query and key. */
  query: HeadProjection;
  key: HeadProjection;
  valueDown: HeadProjection;
  /** [D, C]. */
  valueUp: Tensor;
  /** [C, C]: valueDown · valueUp. */
  valueMap: Tensor;
  /** Of the value map: the D that can differ from 0, in descending order. */
  singularValues: number[];
  /** [H D, C]: `valueUp` of all heads of the layer, stacked. */
  output: Tensor;
}

export interface HeadProjection {
  weight: Tensor;
  bias: Float32Array;
}

export const headMatricesLens = defineLens({
  name: 'head-matrices',
  aliases: ['headMatrices'],
  request: v.strictObject(v.HEAD),
  async compute(run, request): Promise<HeadMatricesResult> {
    assertHead(run, request);
    const { config } = run.plan;
    const [C, D] = [config.C, headWidth(config)];
    const weights = await readViews(run.weights, headMatrixViews(config, request));
    const matrices = headMatrices(config, weights, request);
    const tensor = (data: Float32Array, shape: number[]) => ({ shape, data: Float32Array.from(data) });
    const projection = ({ weight, bias }: Projection) => ({ weight: tensor(weight, [C, D]), bias });
    return {
      step: run.step,
      query: projection(matrices.query),
      key: projection(matrices.key),
      valueDown: projection(matrices.valueDown),
      valueUp: tensor(matrices.valueUp, [D, C]),
      valueMap: tensor(matrices.valueMap, [C, C]),
      singularValues: [...matrices.singularValues],
      output: tensor(matrices.output, [config.H * D, C]),
    };
  },
});
