// The parameters of a transformer: GPT-2's names and shapes, initialization, and the layout in memory.

import type { ParameterLayout } from '../../kernels/graph/plan.ts';
import { alignUp } from '../../kernels/graph/plan.ts';
import { elementCount } from '../../kernels/shape.ts';
import type { ModelConfig } from './config.ts';

type Projection = 'attn.c_attn' | 'attn.c_proj' | 'mlp.c_fc' | 'mlp.c_proj';
type Norm = 'ln_1' | 'ln_2';

export type WeightName =
  | 'transformer.wte.weight'
  | 'transformer.wpe.weight'
  | `transformer.h.${number}.${Projection | Norm}.${'weight' | 'bias'}`
  | `transformer.ln_f.${'weight' | 'bias'}`
  | 'lm_head.weight';

export interface Parameter {
  readonly name: string;
  readonly shape: readonly number[];
  /** Distribution of the initial values: `normal` for matrices and embeddings, `ones` for gains, `zeros` for biases. */
  readonly init: 'normal' | 'ones' | 'zeros';
  /** Standard deviation of `normal`; the model's `initStd` by default. */
  readonly std?: number;
  readonly meaning: string;
  /** The matrices that it holds, side by side in equal shares of its columns; none for biases and norms. */
  readonly parts?: readonly WeightPart[];
  /** Of a block, from 0. */
  readonly layer?: number;
}

/** The matrices of a transformer, as papers name them. A tied model has no `unembedding`. */
export type WeightPart =
  | 'embedding'
  | 'position'
  | 'query'
  | 'key'
  | 'value'
  | 'output'
  | 'up'
  | 'down'
  | 'unembedding';

/** All parameters of a model, in GPT-2's order. Projections are (in, out); embeddings are (V, C) and (T, C), `lm_head` is (V, C). */
export function transformerParameters(config: ModelConfig): Parameter[] {
  const { L, C, T, V, tied } = config;
  const blocks = Array.from({ length: L }, (_, layer) => blockParameters(config, layer));
  return [
    matrix('transformer.wte.weight', V, C, 'token embeddings, one row a token'),
    matrix('transformer.wpe.weight', T, C, 'position embeddings, one row a position'),
    ...blocks.flat(),
    ...norm('transformer.ln_f', C, 'the final layer norm'),
    ...(tied ? [] : [matrix('lm_head.weight', V, C, 'unembedding, one row a token')]),
  ];
}

function blockParameters({ C, mlpWidth }: ModelConfig, layer: number): Parameter[] {
  const prefix = `transformer.h.${layer}`;
  const attention = [
    ...norm(`${prefix}.ln_1`, C, 'the layer norm before the attention'),
    ...projection(
      `${prefix}.attn.c_attn`,
      [C, 3 * C],
      { layer, parts: ['query', 'key', 'value'] },
      'query, key and value projections of all heads, concatenated',
    ),
    ...projection(
      `${prefix}.attn.c_proj`,
      [C, C],
      { layer, parts: ['output'] },
      'output projection of the attention',
    ),
  ];
  if (mlpWidth === 0) return attention;
  return [
    ...attention,
    ...norm(`${prefix}.ln_2`, C, 'the layer norm before the MLP'),
    ...projection(
      `${prefix}.mlp.c_fc`,
      [C, mlpWidth],
      { layer, parts: ['up'] },
      'input weights of the MLP, one column a neuron',
    ),
    ...projection(
      `${prefix}.mlp.c_proj`,
      [mlpWidth, C],
      { layer, parts: ['down'] },
      'output weights of the MLP, one row a neuron',
    ),
  ];
}

function matrix(name: WeightName, rows: number, columns: number, meaning: string): Parameter {
  return { name, shape: [rows, columns], init: 'normal', meaning };
}

function projection(
  name: string,
  shape: readonly [from: number, to: number],
  place: Pick<Parameter, 'layer' | 'parts'>,
  meaning: string,
): Parameter[] {
  return [
    { name: `${name}.weight`, shape, init: 'normal', ...place, meaning },
    {
      name: `${name}.bias`,
      shape: [shape[1]],
      init: 'zeros',
      layer: place.layer,
      meaning: `bias: ${meaning}`,
    },
  ];
}

function norm(name: string, C: number, meaning: string): Parameter[] {
  return [
    { name: `${name}.weight`, shape: [C], init: 'ones', meaning: `gain of ${meaning}` },
    { name: `${name}.bias`, shape: [C], init: 'zeros', meaning: `bias of ${meaning}` },
  ];
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
