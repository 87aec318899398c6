// Every weight of a transformer: GPT-2's names and layouts, what it means, how it starts, and where it lies in memory.

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
  /** Matrices and embeddings start as small random numbers, gains as ones, biases as zeros. */
  readonly init: 'normal' | 'ones' | 'zeros';
  /** Standard deviation of `normal`, where it is not the model's own `initStd`. */
  readonly std?: number;
  readonly meaning: string;
}

/** All weights of a model, in GPT-2's order. Projections are `[in, out]`; embeddings and `lm_head` are `[V, C]`. */
export function transformerParameters(config: ModelConfig): Parameter[] {
  const { L, C, T, V, tied } = config;
  const blocks = Array.from({ length: L }, (_, layer) => blockParameters(config, `transformer.h.${layer}`));
  return [
    matrix('transformer.wte.weight', V, C, 'one row a token: its embedding'),
    matrix('transformer.wpe.weight', T, C, 'one row a position: its embedding'),
    ...blocks.flat(),
    ...norm('transformer.ln_f', C, 'the layer norm before the unembedding'),
    ...(tied ? [] : [matrix('lm_head.weight', V, C, 'one row a token: the direction that makes it likely')]),
  ];
}

function blockParameters({ C, mlpWidth }: ModelConfig, prefix: string): Parameter[] {
  const attention = [
    ...norm(`${prefix}.ln_1`, C, 'the layer norm before the attention'),
    ...projection(`${prefix}.attn.c_attn`, C, 3 * C, 'queries, keys and values of all heads, side by side'),
    ...projection(`${prefix}.attn.c_proj`, C, C, 'what the heads together write to the stream'),
  ];
  if (mlpWidth === 0) return attention;
  return [
    ...attention,
    ...norm(`${prefix}.ln_2`, C, 'the layer norm before the MLP'),
    ...projection(`${prefix}.mlp.c_fc`, C, mlpWidth, 'one column a neuron: what it asks of the stream'),
    ...projection(`${prefix}.mlp.c_proj`, mlpWidth, C, 'one row a neuron: what it adds to the stream'),
  ];
}

function matrix(name: WeightName, rows: number, columns: number, meaning: string): Parameter {
  return { name, shape: [rows, columns], init: 'normal', meaning };
}

function projection(name: string, from: number, to: number, meaning: string): Parameter[] {
  return [
    { name: `${name}.weight`, shape: [from, to], init: 'normal', meaning },
    { name: `${name}.bias`, shape: [to], init: 'zeros', meaning: `bias: ${meaning}` },
  ];
}

function norm(name: string, C: number, meaning: string): Parameter[] {
  return [
    { name: `${name}.weight`, shape: [C], init: 'ones', meaning: `gain of ${meaning}` },
    { name: `${name}.bias`, shape: [C], init: 'zeros', meaning: `bias of ${meaning}` },
  ];
}

/** Trained numbers in all, without padding. */
export function parameterCount(parameters: readonly Parameter[]): number {
  return parameters.reduce((sum, { shape }) => sum + elementCount(shape), 0);
}

/** The flat layout, and how many of its leading words weight decay applies to. */
export interface FlatLayout extends ParameterLayout {
  readonly decayed: number;
}

/** Matrices first, so that "does it decay?" is one comparison of the index; every tensor starts on 256 bytes. */
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
  return { offsets, length, decayed };
}
