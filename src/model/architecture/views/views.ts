// Views of a model's weights in the words of papers (heads, neurons, norms, tables), without the names of parameters.

import { KernelError } from '../../../kernels/errors.ts';
import type { Weights, WeightValues } from '../weights.ts';

/**
 * A matrix inside a parameter: element (r, c) has the index `offset + r · rowStride + c · columnStride`. A vector has one row.
 */
export interface WeightView {
  /** Name of the parameter, for `Weights` and `WeightValues` only: it differs between families. */
  readonly parameter: string;
  readonly offset: number;
  readonly rows: number;
  readonly columns: number;
  readonly rowStride: number;
  readonly columnStride: number;
}

/** x W + b, with x a row vector: W (in, out), b (1, out). Some families have no biases. */
export interface LinearView {
  readonly weight: WeightView;
  readonly bias?: WeightView;
}

/** A norm of the residual stream; `views/norm.ts` computes it. */
export interface NormView {
  /** Added to the variance, or to the mean square. */
  readonly epsilon: number;
  /** Layer norm subtracts the mean; RMS norm does not. */
  readonly isCentred: boolean;
  /** (1, C), or (1, D) for the norm of a head. */
  readonly gain: WeightView;
  /** (1, C). */
  readonly bias?: WeightView;
}

export interface HeadView {
  /** (C, D) and (1, D) each: W_Q, W_K and W_V. Heads that share keys and values have equal views of them. */
  readonly query: LinearView;
  readonly key: LinearView;
  readonly value: LinearView;
  /** (D, C): W_O. The bias of the output belongs to no head: `attentionOutput` has it. */
  readonly output: WeightView;
  /** QK-norm, before any rotation; absent without. */
  readonly queryNorm?: NormView;
  readonly keyNorm?: NormView;
}

/** All neurons of one MLP, a row each. */
export interface MlpView {
  /**
   * (M, C): the direction whose dot product with the normed stream, plus the bias, is the neuron's `hook_pre`; with a gate,
   * its `hook_pre_linear`.
   */
  readonly input: WeightView;
  /** (M, C): in gated MLPs, the direction whose dot product with the normed stream is `hook_pre`, the activation's input. */
  readonly gate?: WeightView;
  /** (M, 1). */
  readonly bias?: WeightView;
  /** (M, 1). */
  readonly gateBias?: WeightView;
  /** (M, C): the vector that the neuron adds to the stream, times its activation. */
  readonly output: WeightView;
  /** (1, C): belongs to no neuron. */
  readonly outputBias?: WeightView;
}

/** One row of an `MlpView`: input, gate and output (1, C), bias (1, 1). */
export type NeuronView = Omit<MlpView, 'outputBias'>;

/** Layers, heads and neurons count from 0. */
export interface ModelViews {
  /** (V, C). */
  readonly embedding: WeightView;
  /** (V, C): the embedding itself in tied models. */
  readonly unembedding: WeightView;
  readonly finalNorm: NormView;
  /** The norm before the attention (`i` = 0) or before the MLP (1). */
  norm(layer: number, i: 0 | 1): NormView;
  head(layer: number, head: number): HeadView;
  /** (H D, C) and (1, C): W_O of all heads, stacked. */
  attentionOutput(layer: number): LinearView;
  /** Throws for models without MLPs. */
  mlp(layer: number): MlpView;
  /** Throws for models without MLPs. */
  neuron(layer: number, neuron: number): NeuronView;
}

/** Reads the parameters of views after all queued work, all at one step of training. */
export function readViews(weights: Weights, views: Iterable<WeightView | undefined>): Promise<WeightValues> {
  const names = [...views].flatMap((view) => view?.parameter ?? []);
  return weights.get([...new Set(names)]);
}

/** Rows of a table, (indices, columns), without reading the others. */
export function readRows(weights: Weights, view: WeightView, indices: readonly number[]) {
  if (!isContiguous(view) || view.offset !== 0)
    throw new KernelError('weights: the view is not a whole table');
  return weights.rows(view.parameter, indices);
}

/** The numbers of a view, (rows, columns), row-major. Contiguous views share their memory with `values`. */
export function viewNumbers(values: WeightValues, view: WeightView): Float32Array {
  const { parameter, offset, rows, columns, rowStride, columnStride } = view;
  const numbers = values.get(parameter);
  if (!numbers) throw new KernelError(`weights: '${parameter}' has not been read`);
  if (isContiguous(view)) return numbers.subarray(offset, offset + rows * columns);
  const result = new Float32Array(rows * columns);
  for (let r = 0, i = 0; r < rows; r++) {
    for (let c = 0; c < columns; c++, i++) result[i] = numbers[offset + r * rowStride + c * columnStride];
  }
  return result;
}

function isContiguous({ rows, columns, rowStride, columnStride }: WeightView): boolean {
  return (columnStride === 1 || columns === 1) && (rowStride === columns || rows === 1);
}

/** A whole parameter (rows, columns), or a vector as one row. */
export function wholeView(parameter: string, rows: number, columns: number): WeightView {
  return { parameter, offset: 0, rows, columns, rowStride: columns, columnStride: 1 };
}

/** `count` rows from row `from` on. */
export function rowsOf(view: WeightView, from: number, count = 1): WeightView {
  return { ...view, offset: view.offset + from * view.rowStride, rows: count };
}

/** `count` columns from column `from` on. */
export function columnsOf(view: WeightView, from: number, count = 1): WeightView {
  return { ...view, offset: view.offset + from * view.columnStride, columns: count };
}

export function transposed(view: WeightView): WeightView {
  const { rows, columns, rowStride, columnStride } = view;
  return { ...view, rows: columns, columns: rows, rowStride: columnStride, columnStride: rowStride };
}

/** One row of every matrix of an MLP that has a row for each neuron. */
export function neuronOf({ bias, gate, gateBias, input, output }: MlpView, neuron: number): NeuronView {
  return {
    input: rowsOf(input, neuron),
    ...(gate && { gate: rowsOf(gate, neuron) }),
    ...(bias && { bias: rowsOf(bias, neuron) }),
    ...(gateBias && { gateBias: rowsOf(gateBias, neuron) }),
    output: rowsOf(output, neuron),
  };
}
