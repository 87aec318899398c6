// The four matrices of a head, cut out of the layer's weights, and their product valueDown · valueUp.

import { Matrix, QrDecomposition, SingularValueDecomposition } from 'ml-matrix';
import { modelViews } from '../../../model/architecture/architecture.ts';
import { headWidth, type ModelConfig } from '../../../model/architecture/config.ts';
import { type LinearView, viewNumbers, type WeightView } from '../../../model/architecture/views/views.ts';
import type { WeightValues } from '../../../model/architecture/weights.ts';
import type { HeadIndex } from '../head-index.ts';

/** Row-major, `[in, out]`: a row vector is multiplied from the left. The video's matrices are the transposes. */
export interface HeadMatrices {
  /** (C, D) and (D) each: W_Q, W_K, W_V and their biases. */
  readonly query: Projection;
  readonly key: Projection;
  readonly valueDown: Projection;
  /** (D, C): W_O; the bias of the output belongs to no head. */
  readonly valueUp: Float32Array;
  /** (C, C): W_V · W_O. */
  readonly valueMap: Float32Array;
  /** Of the value map: the D that can differ from 0, in descending order. */
  readonly singularValues: readonly number[];
  /** (H D, C): `valueUp` of all heads, stacked. */
  readonly output: Float32Array;
}

/** The weights that `headMatrices` reads. */
export function headMatrixViews(config: ModelConfig, { layer, head }: HeadIndex): WeightView[] {
  const views = modelViews(config);
  const { query, key, value, output } = views.head(layer, head);
  const linear = [query, key, value].flatMap(({ weight, bias }) => (bias ? [weight, bias] : [weight]));
  return [...linear, output, views.attentionOutput(layer).weight];
}

export interface Projection {
  readonly weight: Float32Array;
  /** Zeros in models without biases. */
  readonly bias: Float32Array;
}

export function headMatrices(
  config: ModelConfig,
  weights: WeightValues,
  { layer, head }: HeadIndex,
): HeadMatrices {
  const D = headWidth(config);
  const views = modelViews(config);
  const view = views.head(layer, head);
  /** A copy: each of the matrices may be transferred. */
  const copy = (view: WeightView) => viewNumbers(weights, view).slice();
  const projection = ({ weight, bias }: LinearView): Projection => ({
    weight: copy(weight),
    bias: bias ? copy(bias) : new Float32Array(D),
  });
  const valueDown = projection(view.value);
  const valueUp = copy(view.output);
  return {
    query: projection(view.query),
    key: projection(view.key),
    valueDown,
    valueUp,
    valueMap: product(valueDown.weight, valueUp, D),
    singularValues: singularValuesOfProduct(valueDown.weight, valueUp, D),
    output: copy(views.attentionOutput(layer).weight),
  };
}

/** a (R, D) times b (D, N), row-major. */
export function product(a: Float32Array, b: Float32Array, D: number): Float32Array {
  const [R, N] = [a.length / D, b.length / D];
  const result = new Float32Array(R * N);
  for (let r = 0; r < R; r++) {
    for (let n = 0; n < N; n++) {
      let sum = 0;
      for (let d = 0; d < D; d++) sum += a[r * D + d] * b[d * N + n];
      result[r * N + n] = sum;
    }
  }
  return result;
}

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
