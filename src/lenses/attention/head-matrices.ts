// The four matrices of a head, cut out of the layer's weights.

import { Matrix, QrDecomposition, SingularValueDecomposition } from 'ml-matrix';
import { modelViews } from '../../model/architecture/architecture.ts';
import { headWidth } from '../../model/architecture/config.ts';
import {
  type LinearView,
  readViews,
  viewNumbers,
  type WeightView,
} from '../../model/architecture/views/views.ts';
import { product } from '../../shared/numbers.ts';
import { defineLens } from '../shared/define-lens.ts';
import type { Tensor } from '../shared/results.ts';
import * as v from '../shared/schemas.ts';
import { assertHead } from './head-index.ts';

/** All matrices are `[in, out]`: a row vector is multiplied from the left. The video's matrices are the transposes. */
export interface HeadMatricesResult {
  step: number;
  /** [C, D] with biases [D]: W_Q, W_K and W_V. QK-norm and rotation, where the model has them, follow query and key. */
  query: HeadProjection;
  key: HeadProjection;
  valueDown: HeadProjection;
  /** [D, C]: W_O; the bias of the output belongs to no head. */
  valueUp: Tensor;
  /** [C, C]: valueDown · valueUp. */
  valueMap: Tensor;
  /** The D singular values of the value map that can differ from 0, in descending order. */
  singularValues: number[];
  /** [H D, C]: `valueUp` of all heads of the layer, stacked. */
  output: Tensor;
}

export interface HeadProjection {
  weight: Tensor;
  /** Zeros in models without biases. */
  bias: Float32Array;
}

/** W_Q, W_K, W_V and W_O of one head, and the value map W_V · W_O with its singular values. */
export const headMatricesLens = defineLens({
  name: 'head-matrices',
  aliases: ['headMatrices'],
  request: v.strictObject(v.HEAD),
  async compute(run, { layer, head }): Promise<HeadMatricesResult> {
    assertHead(run, { layer, head });
    const { config } = run.plan;
    const [C, D, views] = [config.C, headWidth(config), modelViews(config)];
    const { query, key, value, output } = views.head(layer, head);
    const all = views.attentionOutput(layer).weight;
    const linear = [query, key, value].flatMap(({ weight, bias }) => [weight, bias]);
    const weights = await readViews(run.weights, [...linear, output, all]);
    /** A copy: each of the matrices may be transferred. */
    const read = (view: WeightView) => Float32Array.from(viewNumbers(weights, view));
    const tensor = (view: WeightView): Tensor => ({ shape: [view.rows, view.columns], data: read(view) });
    const projection = ({ weight, bias }: LinearView) => ({
      weight: tensor(weight),
      bias: bias ? read(bias) : new Float32Array(D),
    });
    const [valueDown, valueUp] = [projection(value), tensor(output)];
    return {
      step: run.step,
      query: projection(query),
      key: projection(key),
      valueDown,
      valueUp,
      valueMap: { shape: [C, C], data: product(valueDown.weight.data, valueUp.data, D) },
      singularValues: singularValuesOfProduct(valueDown.weight.data, valueUp.data, D),
      output: tensor(all),
    };
  },
});

/** With a = QR the product has the singular values of R b, which has D rows instead of C. */
function singularValuesOfProduct(a: Float32Array, b: Float32Array, D: number): number[] {
  const R = new QrDecomposition(Matrix.from1DArray(a.length / D, D, a)).upperTriangularMatrix;
  const thin = R.mmul(Matrix.from1DArray(D, b.length / D, b));
  const values = new SingularValueDecomposition(thin, {
    computeLeftSingularVectors: false,
    computeRightSingularVectors: false,
    autoTranspose: true,
  }).diagonal;
  return values.slice(0, D);
}
