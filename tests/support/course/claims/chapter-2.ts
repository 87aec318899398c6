// Chapter 2: what each moment shows, untouched.

import { expect } from 'vitest';
import { RECORDED } from '../../../../src/ui/course/02-gradient-descent/comparisons.ts';
import { CURVE } from '../../../../src/ui/course/02-gradient-descent/descent.ts';
import { EXEMPLARS } from '../../../../src/ui/course/digit-stage/exemplars.ts';
import type { Claims } from '../claims.ts';
import { answerOf, type DigitStage } from '../digit-stage.ts';
import { answersInTurn, numberOf, says, sees } from './digits.ts';

/** Scenes play for seconds. */
const SLOW = { timeout: 30_000 };

const WEIGHTS = /Lines are weights: blue positive, red negative/;
const SURE = 0.5;

/** Of the mean cost of a hundred images: the numbers that are enlarged are the engine's. */
async function isGradient({ marks, lens }: DigitStage) {
  const indices = Array.from({ length: 100 }, (_, i) => i);
  const { layers } = await lens('gradient', { split: 'train', indices }, 'random');
  const all = layers
    .flatMap(({ weights, biases }) => [...weights.data, ...biases.data])
    .map((slope) => -slope);
  const enlarged = (await marks('parameters')).flatMap(({ key, value = 0 }) =>
    key.startsWith('bar') ? [value] : [],
  );
  expect(enlarged).toHaveLength(12);
  expect(all).toEqual(expect.arrayContaining(enlarged));
}

export const CLAIMS: Claims<DigitStage> = {
  4.2: {
    shows: 'a network with random weights, which learns to read the 3',
    holds: ({ learns }) => learns(3),
  },
  29: {
    shows: 'light that runs through the trained network to its answer',
    holds: async ({ shot, says }) => {
      expect((await shot()).play).toBe('forward');
      await says(/Its answer: \d, activation \d\.\d+\. Lines are activation times weight/);
    },
  },
  84.9: { shows: 'one digit after the other, with the brightest output lit', holds: answersInTurn },
  112.6: {
    shows: 'images with their labels, for training and for testing',
    holds: async ({ reads }) =>
      reads(':is([aria-label="Training images"], [aria-label="Test images"]) h2', /Training set.*Test set/),
  },
  151.1: sees(
    'a digit’s pixels, and the images of MNIST beside them',
    '[aria-label="Training images"] .gallery',
  ),
  164.9: {
    shows: 'a ball that rolls down a curve to a valley',
    scene: 'descent',
    holds: (stage) => expect.poll(() => numberOf(stage, 'descent', 'cost-here'), SLOW).toBeCloseTo(2.9, 1),
  },
  181.9: {
    shows: 'a digit through random weights: its answer means nothing',
    holds: async ({ drawn, showsImage }) => {
      await showsImage('train', EXEMPLARS.train[3], 3);
      expect(answerOf(await drawn())).not.toBe(3);
    },
  },
  216.6: says(
    'ten squares, one an output, and the cost as their sum',
    /The cost is the sum of ten terms, drawn as squares\. Label 3, cost \d\.\d+/,
  ),
  246: {
    shows:
      'the cost of one image while the network learns: ten squares, large before, and nearly nothing at the end',
    scene: 'example',
    holds: async (stage) => {
      await expect.poll(() => numberOf(stage, 'example', 'cost'), SLOW).toBeLessThan(0.1);
      await stage.says(/Cost [1-9]\.\d+ before learning, 0\.\d+ now/);
      const squares = (await stage.marks('example')).filter(({ key }) => key.startsWith('square'));
      const sum = squares.reduce((total, { value = 0 }) => total + value, 0);
      expect(sum).toBeCloseTo(await numberOf(stage, 'example', 'cost'), 4);
    },
  },
  258.6: {
    shows: 'a hundred images with their costs as squares, which pour into the mean of the same network',
    scene: 'costs',
    holds: async (stage) => {
      const images = Array.from({ length: 100 }, (_, i) => i);
      const { costs, mean } = await stage.lens('cost', { split: 'train', indices: images }, 'random');
      const shown = (await stage.marks('costs')).filter(({ key }) => key.startsWith('image'));
      expect(shown.map(({ value }) => value)).toEqual(costs.data);
      expect(await numberOf(stage, 'costs', 'mean')).toBe(mean);
      expect(mean).toBeGreaterThan(1);
    },
  },
  275: {
    shows: 'all weights and biases as one column; from them the cost, one number',
    scene: 'parameters',
    holds: async (stage) => {
      expect(await numberOf(stage, 'parameters', 'all')).toBe(13_002);
      expect(await numberOf(stage, 'parameters', 'cost')).toBeGreaterThan(1);
    },
  },
  320.8: {
    shows: 'a curve, and the three places where its slope is zero',
    scene: 'descent',
    holds: async ({ marks }) => {
      const flat = (await marks('descent')).filter(({ key }) => key.startsWith('flat'));
      for (const { value = Number.NaN } of flat) expect(CURVE.slope(value)).toBeCloseTo(0, 1);
      expect(flat).toHaveLength(3);
    },
  },
  360.1: {
    shows: 'the slope at the ball, and its steps against it, until the slope is zero',
    scene: 'descent',
    holds: (stage) => expect.poll(() => numberOf(stage, 'descent', 'tangent'), SLOW).toBeCloseTo(0, 1),
  },
  380.6: {
    shows: 'many balls, which end in two valleys',
    scene: 'descent',
    holds: ({ says }) => says(/5 of 9 balls end in the left valley, 4 in the right/),
  },
  403.2: {
    shows: 'a ball whose steps get smaller, each as an arrow',
    scene: 'descent',
    holds: async ({ marks }) => {
      const steps = (await marks('descent')).flatMap(({ key, value = 0 }) =>
        key.startsWith('step') ? [value] : [],
      );
      expect(steps.length).toBeGreaterThan(10);
      expect(steps).toEqual([...steps].sort((a, b) => b - a));
    },
  },
  415.9: {
    shows: 'a landscape, a ball on it, and the slope in each direction',
    scene: 'landscape',
    holds: async ({ marks }) =>
      expect((await marks('landscape')).filter(({ key }) => key.startsWith('slope'))).toHaveLength(16),
  },
  446.7: {
    shows: 'gradient and negative gradient as arrows below the landscape, both as long as the slope',
    scene: 'landscape',
    holds: async (stage) => {
      const slope = await numberOf(stage, 'landscape', 'gradient');
      expect(slope).toBeGreaterThan(1);
      expect(await numberOf(stage, 'landscape', 'downhill')).toBe(-slope);
    },
  },
  497.2: {
    shows: 'a ball that rolls down the landscape, step by step',
    scene: 'landscape',
    holds: (stage) => expect.poll(() => numberOf(stage, 'landscape', 'ball'), SLOW).toBeLessThan(0.75),
  },
  507.7: {
    shows: 'the negative gradient as a column of 13,002 numbers, some of them enlarged',
    scene: 'parameters',
    holds: isGradient,
  },
  563.8: {
    shows: 'the nudges for one image, backwards through the network',
    holds: async ({ shot, says }) => {
      expect((await shot()).play).toBe('backward');
      await says(/How each weight should change for this image/);
    },
  },
  599.3: {
    shows: 'a ball on a smooth curve, and one on a staircase, which stays',
    scene: 'descent',
    holds: async (stage) => expect(await numberOf(stage, 'descent', 'stuck')).toBe(0),
  },
  620.2: {
    shows: 'a ball that rolls along the path of the training, on the network’s own cost',
    scene: 'landscape',
    holds: async (stage) => {
      await stage.says(/From cost [1-9]\.\d+ to 0\.0\d/);
      await expect.poll(() => numberOf(stage, 'landscape', 'ball'), SLOW).toBeLessThan(0.1);
    },
  },
  645.1: {
    shows: 'components of the gradient with sign and size; the largest is so many times a small one',
    scene: 'parameters',
    holds: async (stage) => {
      await isGradient(stage);
      await stage.says(/^w \d+ matters [\d.]+ times as much/);
    },
  },
  697.1: {
    shows: 'the gradient (3, 1): a change of x has three times the effect of one of y',
    scene: 'landscape',
    holds: ({ says }) => says(/gradient is \(\+3\.00, \+1\.00\).* x has 3 times the effect of one of y/),
  },
  742.8: {
    shows: 'network, cost and gradient as functions, each with what goes in and comes out',
    holds: ({ reads }) => reads('[aria-label="Three functions"] strong', /Network Cost Gradient/),
  },
  782.6: {
    shows: 'accuracy on the test images, and which digits are confused',
    holds: async ({ reads, sees }) => {
      await sees('.confusion');
      await reads('[aria-label="Confusion matrix"] .accuracy', /9[5-9]\.\d/);
    },
  },
  842.6: {
    shows: 'the weights of the 16 first neurons as images',
    holds: async ({ says, texts, sees }) => {
      await says(WEIGHTS);
      await sees('[aria-label="Learned weights"] .actual');
      expect(await texts('[aria-label="Learned weights"] .actual button')).toHaveLength(16);
    },
  },
  909.8: {
    shows: 'random pixels, and an answer that is sure of itself',
    holds: async ({ drawn, sees }) => {
      await sees('[aria-label=Noise]');
      const now = await drawn();
      expect(now.caption).toBe('random pixels');
      expect(Math.max(...(now.activations.at(-1) ?? []))).toBeGreaterThan(SURE);
    },
  },
  1058.3: {
    shows: 'recorded curves of two networks: correct labels are learned fast, shuffled ones slowly',
    scene: 'labels',
    holds: async (stage) => {
      const [{ points }, shuffled] = await RECORDED.labels();
      await expect.poll(() => numberOf(stage, 'labels', 'step'), SLOW).toBe(points.at(-1)?.step);
      expect(await numberOf(stage, 'labels', 'at-0')).toBe(points.at(-1)?.train.accuracy);
      expect(await numberOf(stage, 'labels', 'at-new-1')).toBe(shuffled.points.at(-1)?.test.accuracy);
    },
  },
};
