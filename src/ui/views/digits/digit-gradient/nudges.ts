// Components of the gradient, ranked by magnitude, with names.

import { msg, str } from '@lit/localize';
import type { DigitGradient } from '../../../../workers/rpc/api/lab-api.ts';

/** One component: a weight, or a bias if `from` is absent. */
export interface Nudge {
  readonly layer: number;
  readonly neuron: number;
  readonly from?: number;
  /** Component of the negative gradient. */
  readonly nudge: number;
}

/** All components by descending magnitude. */
export function rankedNudges({ layers }: Pick<DigitGradient, 'layers'>): Nudge[] {
  const all: Nudge[] = [];
  layers.forEach(({ weights, biases }, index) => {
    const inputs = weights.shape[1];
    const layer = index + 1;
    weights.data.forEach((d, i) => {
      all.push({ layer, neuron: Math.floor(i / inputs), from: i % inputs, nudge: -d });
    });
    biases.data.forEach((d, neuron) => {
      all.push({ layer, neuron, nudge: -d });
    });
  });
  return all.sort((a, b) => Math.abs(b.nudge) - Math.abs(a.nudge));
}

/** `layer 2, from neuron 4 to neuron 7`, `layer 3, bias of output 2`; layers from 1, neurons from 0, as in the diagram. */
export function weightName(
  { layer, neuron, from }: Pick<Nudge, 'layer' | 'neuron' | 'from'>,
  layers: number,
): string {
  const to = layer === layers ? msg(str`output ${neuron}`) : msg(str`neuron ${neuron}`);
  if (from === undefined) return msg(str`layer ${layer}, bias of ${to}`);
  return msg(str`layer ${layer}, from ${layer === 1 ? msg('pixel') : msg('neuron')} ${from} to ${to}`);
}
