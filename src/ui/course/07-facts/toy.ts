// The example of the video in numbers (4:39 to 14:34): three directions, a row that asks, a bias, a curve, a column that
// answers. What it assumes is exact here: each direction has length 1, and no two have anything in common.

export const DIRECTIONS = ['Michael', 'Jordan', 'basketball'] as const;

export interface Person {
  readonly name: string;
  /** How much the vector holds of Michael, Jordan and basketball before the block. */
  readonly coordinates: readonly [number, number, number];
}

export const PEOPLE: readonly Person[] = [
  { name: 'Michael Jordan', coordinates: [1, 1, 0] },
  { name: 'Michael Phelps', coordinates: [1, 0, 0] },
  { name: 'Alexis Jordan', coordinates: [0, 1, 0] },
  { name: 'Serena Williams', coordinates: [0, 0, 0] },
];

export type ToyRow = 'M' | 'M + J';
export type ToyActivation = 'none' | 'ReLU' | 'GELU';

/** What the neuron is made of. */
export interface ToySettings {
  /** Which of PEOPLE the vector stands for. */
  readonly person: number;
  readonly row: ToyRow;
  readonly bias: number;
  readonly curve: ToyActivation;
}

export const VIDEO_SETTINGS: ToySettings = { person: 0, row: 'M + J', bias: -1, curve: 'ReLU' };

/** The neuron's way from question to answer for one person. */
export interface ToyNeuron {
  /** Row · E. */
  readonly product: number;
  readonly pre: number;
  readonly post: number;
  /** How much the vector holds of each direction after the block has added its column, basketball. */
  readonly after: readonly [number, number, number];
}

export function toyNeuron({ coordinates }: Person, { row, bias, curve }: ToySettings): ToyNeuron {
  const product = row === 'M' ? coordinates[0] : coordinates[0] + coordinates[1];
  const pre = product + bias;
  const post = CURVES[curve](pre);
  return { product, pre, post, after: [coordinates[0], coordinates[1], coordinates[2] + post] };
}

/** GELU in the form GPT-2 uses, with tanh. */
export const CURVES: Readonly<Record<ToyActivation, (x: number) => number>> = {
  none: (x) => x,
  ReLU: (x) => Math.max(0, x),
  GELU: (x) => 0.5 * x * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x ** 3))),
};
