// What the picture of the small network shows, as plain data. A moment of the video is one shot.

/** Where the camera is: all layers as neurons, the last layer or two as quantities, one curve, several examples, several neurons a layer. */
export type ChainView = 'chain' | 'last' | 'two' | 'curve' | 'examples' | 'layers';

/** What is drawn besides quantities and arrows; the video introduces one after the other. */
export type ChainPart =
  | 'lines'
  | 'nudge'
  /** Of the nudge, only the first change and that of the cost. */
  | 'ends'
  | 'curves'
  | 'square'
  | 'sum'
  | 'gradient'
  | 'matrix'
  | 'indices'
  | 'products';

/** What moves on arrival: activations forwards, the nudge to the cost, the gradient backwards. */
export type ChainPlay =
  | 'forward'
  | 'nudge'
  | 'backward'
  /** Every weight and bias is nudged in turn. */
  | 'parameters'
  /** The tangent slides along the curve to its place. */
  | 'slide'
  /** The terms of a weighted sum, or paths, come one by one. */
  | 'terms';

export interface ChainShot {
  readonly at: ChainView;
  readonly parts?: readonly ChainPart[];
  readonly play?: ChainPlay;
  /** Index of the curve that the camera is at, from the one nearest to the quantity. */
  readonly curve?: number;
  /** Without weights, biases and what they determine: layers and names come first. */
  readonly isBare?: boolean;
}

export const hasPart = ({ parts }: ChainShot, part: ChainPart): boolean => parts?.includes(part) ?? false;
