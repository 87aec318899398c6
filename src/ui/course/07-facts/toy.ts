// The example of the video in numbers (4:39 to 14:34): three directions, a row, a bias, an activation function and a column.
// What it assumes is exact here: each direction has length 1, and no two have anything in common.

import { ACTIVATION_CURVES } from '../../views/charts/activation-curves.ts';

export const DIRECTIONS = ['Michael', 'Jordan', 'basketball'] as const;

export interface Person {
  readonly name: string;
  /** Dot products of the vector with Michael, Jordan and basketball before the block. */
  readonly coordinates: readonly [number, number, number];
}

export const PEOPLE: readonly Person[] = [
  { name: 'Michael Jordan', coordinates: [1, 1, 0] },
  { name: 'Michael Phelps', coordinates: [1, 0, 0] },
  { name: 'Alexis Jordan', coordinates: [0, 1, 0] },
  { name: 'Serena Williams', coordinates: [0, 0, 0] },
];

export const TOY_ROWS = ['M', 'M + J'] as const;
export const TOY_CURVES = ['none', 'ReLU', 'GELU'] as const;
export type ToyRow = (typeof TOY_ROWS)[number];
export type ToyActivation = (typeof TOY_CURVES)[number];

/** Settings of the neuron. */
export interface ToySettings {
  /** Index into PEOPLE. */
  readonly person: number;
  readonly row: ToyRow;
  readonly bias: number;
  readonly curve: ToyActivation;
}

export const VIDEO_SETTINGS: ToySettings = { person: 0, row: 'M + J', bias: -1, curve: 'ReLU' };

/** All intermediate values of the neuron for one person. */
export interface ToyNeuron {
  /** Row · E. */
  readonly product: number;
  readonly pre: number;
  readonly post: number;
  /** Dot products with each direction after the block has added its column, basketball. */
  readonly after: readonly [number, number, number];
}

export function toyNeuron({ coordinates }: Person, { row, bias, curve }: ToySettings): ToyNeuron {
  const product = row === 'M' ? coordinates[0] : coordinates[0] + coordinates[1];
  const pre = product + bias;
  const post = CURVES[curve](pre);
  return { product, pre, post, after: [coordinates[0], coordinates[1], coordinates[2] + post] };
}

/** GELU with the tanh approximation, as in GPT-2. */
export const CURVES: Readonly<Record<ToyActivation, (x: number) => number>> = {
  none: (x) => x,
  ReLU: ACTIVATION_CURVES.relu,
  GELU: ACTIVATION_CURVES.gelu,
};
