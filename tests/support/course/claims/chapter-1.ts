// Chapter 1: what each moment shows, untouched.

import { expect } from 'vitest';
import { EXEMPLARS } from '../../../../src/ui/course/digit-stage/exemplars.ts';
import type { Claims } from '../claims.ts';
import { answerOf, type DigitStage } from '../digit-stage.ts';
import { answersInTurn, numberOf, says, sees } from './digits.ts';

/** Scenes play for seconds. */
const SLOW = { timeout: 30_000 };

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
    shows: 'the rows of the image, which turn into a column of 784 neurons',
    scene: 'unroll',
    holds: async ({ marks, lens }) => {
      const { pixels } = await lens('images', { split: 'test', from: EXEMPLARS.test[3], count: 1 });
      const neurons = (await marks('unroll')).filter(({ key }) => key.startsWith('neuron'));
      expect(neurons).toHaveLength(15);
      for (const { name, value } of neurons) expect(value).toBe(pixels.data[Number(name.split(' ')[1])]);
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
    shows: 'a bar that comes to the region of one neuron, which lights up',
    scene: 'detector',
    holds: (stage) => expect.poll(() => numberOf(stage, 'detector', 'neuron'), SLOW).toBe(30),
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
    scene: 'detector',
    holds: async (stage) => {
      await expect.poll(() => numberOf(stage, 'detector', 'neuron'), SLOW).toBe(30);
      expect([await numberOf(stage, 'detector', 'edge'), await numberOf(stage, 'detector', 'rim')]).toEqual([
        1, -1,
      ]);
    },
  },
  614.3: {
    shows: 'the sum on the curve of σ',
    scene: 'detector',
    holds: (stage) =>
      expect.poll(() => numberOf(stage, 'detector', 'neuron'), SLOW).toBeCloseTo(1 / (1 + Math.exp(-30))),
  },
  657.5: {
    shows: 'the same with the bias −10: lit by the bar, dark when it is half off',
    scene: 'detector',
    holds: async (stage) => {
      expect(await numberOf(stage, 'detector', 'bias')).toBe(-10);
      await expect.poll(() => numberOf(stage, 'detector', 'point'), SLOW).toBe(-4);
      expect(await numberOf(stage, 'detector', 'neuron')).toBeCloseTo(1 / (1 + Math.exp(4)));
    },
  },
  683.5: says('another neuron: its pattern, its sum and its bias', /Layer 1, neuron 6: weights times/),
  696.1: {
    shows: 'every weight and bias of the first layer as a cell, counted up to 12,560',
    scene: 'count',
    holds: (stage) => expect.poll(() => numberOf(stage, 'count', 'total'), SLOW).toBe(12_560),
  },
  738.3: {
    shows: 'every number of the network as a cell, counted up to 13,002',
    scene: 'count',
    holds: (stage) => expect.poll(() => numberOf(stage, 'count', 'total'), SLOW).toBe(13_002),
  },
  751: { shows: 'random weights, which learn to read the 3', holds: ({ learns }) => learns(3) },
  806.8: {
    shows: 'a row of weights that sweeps over the column of activations, to its sum; then all rows',
    scene: 'matrix',
    holds: ({ says }) => says(/Row 0 times the column: 784 products, which add up to [+−]\d/),
  },
  869.2: {
    shows: 'the same with biases and σ: all neurons of the next layer',
    scene: 'matrix',
    holds: async ({ marks, lens }) => {
      const { a } = await lens('activations', { split: 'test', indices: [EXEMPLARS.test[3]] });
      const rows = (await marks('matrix')).filter(({ key }) => key.startsWith('row'));
      expect(rows.map(({ value }) => value)).toEqual(a[0].data);
    },
  },
  917.8: { shows: 'one digit after the other, from 784 numbers to ten', holds: answersInTurn },
  1035.5: {
    shows: 'the sum on the curve of ReLU',
    scene: 'detector',
    holds: async (stage) => {
      await expect.poll(() => numberOf(stage, 'detector', 'neuron'), SLOW).toBe(30);
      await stage.says(/ReLU\(30\) = 30/);
    },
  },
};
