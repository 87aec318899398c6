// Chapter 1: what each moment shows, untouched.

import { expect } from 'vitest';
import type { Claims } from '../claims.ts';
import { answerOf, type DigitStage } from '../digit-stage.ts';
import { answersInTurn, says, sees } from './digits.ts';

const PIXELS = /784 neurons: each holds the brightness of one pixel/;
const WEIGHTS = /Lines are weights: blue positive, red negative/;

/** Sum and bias of the open neuron, from the numbers of the picture. */
async function opened({ drawnNetwork }: DigitStage) {
  const { shot, pixels, weights, activations } = await drawnNetwork();
  const { neuron = 0 } = shot.neuron ?? {};
  const { weights: all, biases } = weights[0];
  const own = all.slice(784 * neuron, 784 * (neuron + 1));
  const sum = own.reduce((total, weight, i) => total + weight * pixels[i], 0);
  return { own, sum, bias: biases[neuron], activation: activations[0][neuron] };
}

export const CLAIMS: Claims<DigitStage> = {
  4.2: {
    shows: 'a blurry 3 on the pad',
    holds: async (stage) => {
      await stage.says(PIXELS);
      await stage.showsImage('test', 30, 3);
    },
  },
  19.7: {
    shows: 'another 3 on the pad, and more handwritten digits beside it',
    holds: async (stage) => {
      await stage.showsImage('test', 32, 3);
      await stage.sees('.gallery');
    },
  },
  49.2: {
    shows: 'pixels at one end, ten outputs at the other, nothing between them',
    holds: async ({ shot, says }) => {
      expect((await shot()).layers).toEqual(['pixels', 'outputs']);
      await says(/Its answer: 3/);
    },
  },
  67.2: {
    shows: 'light that runs through the whole network, to the answer 3',
    holds: async ({ shot, says }) => {
      expect((await shot()).play).toBe('forward');
      await says(/Its answer: 3, .* Lines are activation times weight/);
    },
  },
  163.4: says('pixels close up, each with its number', PIXELS),
  183.8: {
    shows: 'the 784 pixels, which unroll into a column',
    holds: async ({ shot, says }) => {
      expect((await shot()).play).toBe('unroll');
      await says(PIXELS);
    },
  },
  205.3: {
    shows: 'pixels close up: bright is close to 1, black is 0',
    holds: async ({ drawn, says }) => {
      const { pixels } = await drawn();
      expect([Math.min(...pixels), Math.max(...pixels)]).toEqual([0, expect.closeTo(1, 1)]);
      await says(PIXELS);
    },
  },
  226.5: says('ten outputs with their activations', /Its answer: 3, activation \d\.\d+\.(?! Lines)/),
  243: {
    shows: 'two layers of 16 neurons between pixels and outputs',
    holds: async ({ drawn }) =>
      expect((await drawn()).activations.map(({ length }) => length)).toEqual([16, 16, 10]),
  },
  273: {
    shows: 'light that goes from layer to layer: each lights the next',
    holds: async ({ shot }) => expect((await shot()).play).toBe('forward'),
  },
  298.1: { shows: 'one digit after the other, each lights its output', holds: answersInTurn },
  332.6: sees(
    'outputs and the layer before; expected parts beside learned weights',
    '[aria-label="Learned weights"]',
  ),
  348.9: {
    shows: 'a 9, and the lines into output 9',
    holds: async ({ drawn, showsImage }) => {
      await showsImage('test', 12, 9);
      expect(answerOf(await drawn())).toBe(9);
    },
  },
  413.7: says('the lines into one neuron of the second hidden layer', /Its answer: 9/),
  460.7: says('all weights as lines, and each first neuron’s weights as an image', WEIGHTS),
  501.1: {
    shows: 'a neuron with the weights of an edge detector, and a bar on the pad',
    holds: async (stage) => {
      const { own } = await opened(stage);
      expect([...new Set(own)].sort()).toEqual([-1, 0, 1]);
      expect((await stage.drawn()).caption).toBe('a bar');
    },
  },
  548.7: says('the lines out of the pixels into one neuron', WEIGHTS),
  567.7: {
    shows: 'a neuron inside: its weights as an image, times the image, make the sum',
    holds: async (stage) => {
      const { sum } = await opened(stage);
      await stage.says(new RegExp(`weights times activations add up to .?${Math.abs(sum).toFixed(2)}`));
    },
  },
  582.8: {
    shows: 'a bar that slides across the edge detector; its sum rises to 30',
    holds: async (stage) => {
      const sums = new Set<number>();
      const seen = async () => {
        sums.add(Math.round((await opened(stage)).sum));
        return Math.max(...sums);
      };
      await expect.poll(seen, { timeout: 30_000 }).toBe(30);
      expect(sums.size).toBeGreaterThan(1);
    },
  },
  614.3: {
    shows: 'the sum on the curve of σ',
    holds: async (stage) => {
      const { sum, bias, activation } = await opened(stage);
      await stage.sees('[aria-label="σ and ReLU"]');
      expect(1 / (1 + Math.exp(-(sum + bias)))).toBeCloseTo(activation, 4);
    },
  },
  657.5: {
    shows: 'the same neuron with the bias −10: it stays dark',
    holds: async (stage) => {
      const { bias, activation } = await opened(stage);
      expect(bias).toBe(-10);
      expect(activation).toBeLessThan(0.5);
    },
  },
  683.5: says('another neuron: its pattern, its sum and its bias', /Layer 1, neuron 6: weights times/),
  696.1: {
    shows: 'one neuron’s lines among those of all 16, and the count 12,560',
    holds: ({ reads }) => reads('td.running-total', /12,560/),
  },
  738.3: {
    shows: 'all weights as lines, and the count 13,002',
    holds: ({ reads }) => reads('td.running-total', /13,002/),
  },
  751: { shows: 'random weights, which learn to read the 3', holds: ({ learns }) => learns(3) },
  806.8: sees('a row of weights times the column of activations, row by row', 'lab-matrix-form'),
  869.2: sees('the same up to σ, and light from the pixels to the next layers', 'lab-matrix-form'),
  917.8: { shows: 'one digit after the other, from 784 numbers to ten', holds: answersInTurn },
  1035.5: sees('ReLU beside σ at the neuron’s sum', '[aria-label="σ and ReLU"]'),
};
