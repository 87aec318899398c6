// What the digit map shows, as plain data. A moment of a video is one shot.

import type { NeuronIndex } from '../../types/digits.ts';

/** What lines and marks show: what flows, the weights, the cost, how each weight should change, what a layer asks of the one before. */
export const DIGIT_OVERLAYS = ['activations', 'weights', 'cost', 'nudges', 'requests'] as const;
export type DigitOverlay = (typeof DIGIT_OVERLAYS)[number];

/** Where the camera is: the whole network, pixel by pixel, inside one neuron, or at the outputs and the layer before. */
export const DIGIT_TARGETS = ['network', 'pixels', 'neuron', 'outputs'] as const;
export type DigitTarget = (typeof DIGIT_TARGETS)[number];

/** What plays once on arrival. */
export type DigitPlay = 'forward' | 'backward' | 'requests';

export interface DigitShot {
  readonly at: DigitTarget;
  /** `activations` by default. */
  readonly overlay?: DigitOverlay;
  /** The selected neuron; its lines are bright. */
  readonly neuron?: NeuronIndex;
  readonly play?: DigitPlay;
  /** Layers that are drawn: the others are not introduced yet. */
  readonly layers?: readonly ('pixels' | 'hidden' | 'outputs')[];
  /** Without lines: they are not introduced yet. */
  readonly hasNoLines?: boolean;
  /** The way to a higher activation of the selected neuron that the picture is about, or all three. */
  readonly way?: 'all' | 'weights' | 'activations';
}

export const OVERVIEW: DigitShot = { at: 'network' };

/** The layer a shot opens a neuron of. */
export const openNeuron = ({ at, neuron }: DigitShot): NeuronIndex | undefined =>
  at === 'neuron' ? (neuron ?? { layer: 1, neuron: 0 }) : undefined;

/** The shot within the layers that a network has. */
export function fittingShot(shot: DigitShot, sizes: readonly number[]): DigitShot {
  const { neuron } = shot;
  if (!neuron) return shot;
  const layer = Math.min(Math.max(1, neuron.layer), sizes.length - 1);
  return { ...shot, neuron: { layer, neuron: Math.min(neuron.neuron, sizes[layer] - 1) } };
}
