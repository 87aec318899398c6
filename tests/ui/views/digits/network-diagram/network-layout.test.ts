// Where neurons stand in the picture of a network, and where arrow keys lead.

import { expect, it } from 'vitest';
import {
  neighbouringNeuron,
  networkLayout,
} from '../../../../../src/ui/views/digits/network-diagram/network-layout.ts';

const SIZES = [784, 16, 16, 10];

it('of 784 inputs the first and the last 8 are shown, with dots between; all others are', () => {
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

it('inputs worth showing can be named', () => {
  const { layers, gaps } = networkLayout(SIZES, [100, 200, 300]);
  expect(layers[0].map(({ neuron }) => neuron)).toEqual([100, 200, 300]);
  expect(gaps).toEqual([]);
});

it('arrow keys go along a layer and across layers, never to the inputs, never off the end', () => {
  expect(neighbouringNeuron(SIZES, { layer: 1, neuron: 0 }, 'ArrowUp')).toEqual({ layer: 1, neuron: 0 });
  expect(neighbouringNeuron(SIZES, { layer: 1, neuron: 15 }, 'ArrowDown')).toEqual({ layer: 1, neuron: 15 });
  expect(neighbouringNeuron(SIZES, { layer: 1, neuron: 15 }, 'ArrowLeft')).toEqual({ layer: 1, neuron: 15 });
  expect(neighbouringNeuron(SIZES, { layer: 2, neuron: 15 }, 'ArrowRight')).toEqual({ layer: 3, neuron: 9 });
  expect(neighbouringNeuron(SIZES, { layer: 2, neuron: 3 }, 'x')).toBeUndefined();
});
