// Weights that a moment speaks of, in place of the visitor's own.

import { msg } from '@lit/localize';
import type { DigitInput, DigitTraining, WeightChange } from '../../../workers/rpc/api/lab-api.ts';
import type { Digits } from '../../state/digits/digit-store.ts';
import type { StagedState } from '../../state/digits/staged-network.ts';
import type { NeuronIndex } from '../../types/digits.ts';
import { edgeDetector } from './edge-detector.ts';
import { descendOnImage } from './one-image.ts';
import type { StagedWeights } from './picture.ts';

export const NETWORK_NAMES: Record<StagedWeights, string> = {
  random: msg('A network with random weights'),
  'edge-detector': msg('The network with an edge detector as its first hidden neuron'),
  'low-bias': msg('The network with a bias of −10 in its first hidden neuron'),
  'one-image': msg('A network that has learned one image alone'),
};

interface StagedOptions {
  /** Whose weights are set by hand. */
  readonly neuron: NeuronIndex;
  /** The one image. */
  readonly input: DigitInput;
  /** Of new weights. */
  readonly training: Partial<DigitTraining>;
}

export function stagedState(
  network: StagedWeights,
  digits: Digits,
  { neuron, input, training }: StagedOptions,
): StagedState | Promise<StagedState> {
  switch (network) {
    case 'random':
      return { from: 'fresh', training };
    case 'one-image':
      return descendOnImage(digits, input, training);
    case 'low-bias':
      return { from: 'current', changes: [{ ...neuron, value: -10 }] };
    case 'edge-detector':
      return { from: 'current', changes: withoutBias(neuron, edgeDetector()) };
  }
}

const withoutBias = (neuron: NeuronIndex, weights: readonly number[]): WeightChange[] => [
  ...weights.map((value, from) => ({ ...neuron, from, value })),
  { ...neuron, value: 0 },
];
