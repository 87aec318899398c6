// Positions of neurons in the network diagram, and keyboard navigation.

import { expect, it } from 'vitest';
import {
  neighbouringNeuron,
  networkLayout,
} from '../../../../../src/ui/views/digits/network-diagram/network-layout.ts';

const SIZES = [784, 16, 16, 10];

it('shows the first and last 8 of 784 inputs with dots between, and all neurons of smaller layers', () => {
  const { layers, gaps, height } = networkLayout(SIZES);
  expect(layers.map((spots) => spots.length)).toEqual([16, 16, 16, 10]);
  expect(layers[0].map(({ neuron }) => neuron)).toEqual([
    0, 1, 2, 3, 4, 5, 6, 7, 776, 777, 778, 779, 780, 781, 782, 783,
  ]);
  expect(gaps.map(({ layer }) => layer)).toEqual([0]);
  const between = layers[0].every(({ y }) => Math.abs(y - gaps[0].y) > 10);
  expect(between).toBe(true);
  expect(layers.flat().every(({ y }) => y > 28 && y < height)).toBe(true);
});

it('shows the requested inputs', () => {
  const { layers, gaps } = networkLayout(SIZES, [100, 200, 300]);
  expect(layers[0].map(({ neuron }) => neuron)).toEqual([100, 200, 300]);
  expect(gaps).toEqual([]);
});

it('arrow keys move within and across layers, clamped, and never to the inputs', () => {
  expect(neighbouringNeuron(SIZES, { layer: 1, neuron: 0 }, 'ArrowUp')).toEqual({ layer: 1, neuron: 0 });
  expect(neighbouringNeuron(SIZES, { layer: 1, neuron: 15 }, 'ArrowDown')).toEqual({ layer: 1, neuron: 15 });
  expect(neighbouringNeuron(SIZES, { layer: 1, neuron: 15 }, 'ArrowLeft')).toEqual({ layer: 1, neuron: 15 });
  expect(neighbouringNeuron(SIZES, { layer: 2, neuron: 15 }, 'ArrowRight')).toEqual({ layer: 3, neuron: 9 });
  expect(neighbouringNeuron(SIZES, { layer: 2, neuron: 3 }, 'x')).toBeUndefined();
});
