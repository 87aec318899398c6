// The parameters of a model: names, shapes, initialization, and the layout in memory.

import type { ParameterLayout } from '../../kernels/graph/plan.ts';
import { alignUp } from '../../kernels/graph/plan.ts';
import { elementCount } from '../../kernels/shape.ts';

export interface Parameter {
  readonly name: string;
  readonly shape: readonly number[];
  /** Distribution of the initial values: `normal` for matrices and embeddings, `ones` for gains, `zeros` for biases. */
  readonly init: 'normal' | 'ones' | 'zeros';
  /** Standard deviation of `normal`; the model's `initStd` by default. */
  readonly std?: number;
  readonly meaning: string;
  /**
   * The matrices that it holds; none for biases and norms. Several are side by side in equal shares of its columns, or, in a
   * transposed matrix, in the rows of each head in turn.
   */
  readonly parts?: readonly WeightPart[];
  /** Of gains and biases of norms. */
  readonly norm?: NormPart;
  /** A matrix stored (out, in), not (in, out). */
  readonly isTransposed?: boolean;
  /** Of a block, from 0. */
  readonly layer?: number;
  /** Which branch of the block it belongs to, with the norm before it. */
  readonly branch?: 'attention' | 'mlp';
}

/** The matrices of a transformer, as papers name them. A tied model has no `unembedding`. */
export type WeightPart =
  | 'embedding'
  | 'position'
  | 'query'
  | 'key'
  | 'value'
  | 'output'
  | 'gate'
  | 'up'
  | 'down'
  | 'unembedding';

/** The norms of a transformer: before the attention, of queries and of keys, before the MLP, and the last one. */
export type NormPart = 'attentionNorm' | 'queryNorm' | 'keyNorm' | 'mlpNorm' | 'finalNorm';

/** Whether a parameter has one row a token: its rows follow the vocabulary, and its ops accept row shards. */
export function isTokenTable({ parts }: Parameter): boolean {
  return parts?.some((part) => part === 'embedding' || part === 'unembedding') ?? false;
}

/** Number of trainable parameters, without padding. */
export function parameterCount(parameters: readonly Parameter[]): number {
  return parameters.reduce((sum, { shape }) => sum + elementCount(shape), 0);
}

/** A matrix inside a block, between two activations: neither an embedding nor the unembedding. */
export const isHiddenMatrix = ({ layer, parts, shape }: Parameter): boolean =>
  layer !== undefined && parts !== undefined && shape.length === 2;

/** Offsets of all parameters in one flat storage. */
export interface FlatLayout extends ParameterLayout {
  readonly parameters: readonly Parameter[];
  /** Weight decay applies to this many leading words. */
  readonly decayed: number;
}

/** Matrices come first, so that the optimizer applies weight decay by one index comparison; each tensor starts at a multiple of 256 bytes. */
export function flatLayout(parameters: readonly Parameter[]): FlatLayout {
  const offsets = new Map<string, number>();
  let length = 0;
  const place = ({ name, shape }: Parameter) => {
    offsets.set(name, length);
    length += alignUp(elementCount(shape));
  };
  parameters.filter(({ shape }) => shape.length > 1).forEach(place);
  const decayed = length;
  parameters.filter(({ shape }) => shape.length === 1).forEach(place);
  return { parameters, offsets, length, decayed };
}
