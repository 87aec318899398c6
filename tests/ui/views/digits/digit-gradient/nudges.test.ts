// Ranked components of the gradient, and their names.

import { expect, it } from 'vitest';
import { rankedNudges, weightName } from '../../../../../src/ui/views/digits/digit-gradient/nudges.ts';

const tensor = (shape: number[], ...data: number[]) => ({ shape, data: Float32Array.from(data) });
const gradient = {
  layers: [
    { weights: tensor([2, 2], 1, -4, 0, 2), biases: tensor([2], 0, 3) },
    { weights: tensor([1, 2], -5, 0.5), biases: tensor([1], 0) },
  ],
};

it('ranks the negative gradient by magnitude', () => {
  expect(rankedNudges(gradient).slice(0, 3)).toEqual([
    { layer: 2, neuron: 0, from: 0, nudge: 5 },
    { layer: 1, neuron: 0, from: 1, nudge: 4 },
    { layer: 1, neuron: 1, nudge: -3 },
  ]);
});

it('names components by layer and neuron', () => {
  const names = rankedNudges(gradient)
    .slice(0, 3)
    .map((nudge) => weightName(nudge, 2));
  expect(names).toEqual([
    'layer 2, from neuron 0 to output 0',
    'layer 1, from pixel 1 to neuron 0',
    'layer 1, bias of neuron 1',
  ]);
});
