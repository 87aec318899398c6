// The four matrices of a head, cut out of the layer's weights, and their product valueDown · valueUp.

import { Matrix, QrDecomposition, SingularValueDecomposition } from 'ml-matrix';
import type { ModelConfig } from '../../../model/architecture/config.ts';
import type { WeightValues } from '../../../model/architecture/weights.ts';

/** Row-major, `[in, out]`: a row vector is multiplied from the left. The video's matrices are the transposes. */
export interface HeadMatrices {
  /** (C, D) and (D) each: W_Q, W_K, W_V and their biases. */
  readonly query: Projection;
  readonly key: Projection;
  readonly valueDown: Projection;
  /** (D, C): W_O, this head's rows of c_proj; the bias of c_proj belongs to no head. */
  readonly valueUp: Float32Array;
  /** (C, C): W_V · W_O. */
  readonly valueMap: Float32Array;
  /** Of the value map: the D that can differ from 0, in descending order. */
  readonly singularValues: readonly number[];
  /** (C, C): c_proj, `valueUp` of all heads, stacked. */
  readonly output: Float32Array;
}

/** Names of the weights that `headMatrices` reads. */
export function headWeights(layer: number): string[] {
  return ['c_attn.weight', 'c_attn.bias', 'c_proj.weight'].map(
    (name) => `transformer.h.${layer}.attn.${name}`,
  );
}

export interface Projection {
  readonly weight: Float32Array;
  readonly bias: Float32Array;
}

export function headMatrices(
  { C, H }: ModelConfig,
  weights: WeightValues,
  { layer, head }: { layer: number; head: number },
): HeadMatrices {
  const D = C / H;
  const get = (name: string) => weights.get(`transformer.h.${layer}.attn.${name}`) as Float32Array;
  const [qkv, bias, output] = [get('c_attn.weight'), get('c_attn.bias'), get('c_proj.weight')];
  const part = (index: number): Projection => {
    const from = index * C + head * D;
    return { weight: columns(qkv, 3 * C, from, D), bias: bias.slice(from, from + D) };
  };
  const [query, key, valueDown] = [part(0), part(1), part(2)];
  const valueUp = output.slice(head * D * C, (head + 1) * D * C);
  return {
    query,
    key,
    valueDown,
    valueUp,
    valueMap: product(valueDown.weight, valueUp, D),
    singularValues: singularValuesOfProduct(valueDown.weight, valueUp, D),
    output: output.slice(),
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

/** Columns `from` to `from + count` of a row-major matrix. */
function columns(matrix: Float32Array, width: number, from: number, count: number): Float32Array {
  const rows = matrix.length / width;
  const part = new Float32Array(rows * count);
  for (let row = 0; row < rows; row++) {
    part.set(matrix.subarray(row * width + from, row * width + from + count), row * count);
  }
  return part;
}
