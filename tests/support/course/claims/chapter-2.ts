// Chapter 2: what each moment shows, untouched.

import { expect } from 'vitest';
import { CORRECT_LABELS } from '../../../../src/ui/course/02-gradient-descent/label-training.ts';
import { EXEMPLARS } from '../../../../src/ui/course/digit-stage/exemplars.ts';
import type { Claims } from '../claims.ts';
import { answerOf, type DigitStage } from '../digit-stage.ts';
import { answersInTurn, says, sees } from './digits.ts';

const WEIGHTS = /Lines are weights: blue positive, red negative/;
const CURVE = 'lab-curve-descent >>> [role=status]';
const STEP = /After \d+ steps: x = .*, slope [+−]\d+\.\d+; the next step is η × −slope/;
const SURFACE = 'lab-surface-descent >>> [role=status]';
const SURE = 0.5;

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
    shows: 'the cost of an image, which falls while the network learns; a ball on a curve',
    holds: async (stage) => {
      await stage.sees('lab-curve-descent >>> circle');
      await stage.learns(3);
    },
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
    shows: 'one image before and after the network of the picture learns: a large cost, and one near 0',
    holds: async ({ texts, sees, learns, drawn }) => {
      await sees('[aria-label="Small or large"] svg');
      await learns(3);
      const costs = async () => (await texts('[aria-label="Small or large"] p b')).map(Number);
      const shown = (await drawn()).cost?.total ?? Number.NaN;
      await expect.poll(async () => (await costs())[1]).toBeCloseTo(shown, 2);
      expect(shown).toBeLessThan(0.1);
      expect((await costs())[0]).toBeGreaterThan(1);
    },
  },
  258.6: {
    shows:
      'the cost of one image; the costs of 1,000 in the same network, their mean, the best and the worst',
    holds: async ({ reads }) => {
      await reads(
        '[aria-label="Average cost"] [role=status]',
        /Mean cost of the first 1,000 training images: [1-9]\.\d+/,
      );
      await reads('[aria-label="Average cost"] tbody', /0\.00 to \d\.\d+/);
    },
  },
  275: says('all weights as lines: the input of the cost', WEIGHTS),
  320.8: {
    shows: 'a curve with a ball on it, its slope and its next step',
    holds: ({ reads }) => reads(CURVE, STEP),
  },
  360.1: {
    shows: 'the slope at the ball and the step against it; beside it weights that learn',
    holds: async (stage) => {
      await stage.reads(CURVE, STEP);
      await stage.learns(3);
    },
  },
  380.6: {
    shows: 'many balls, which end in two valleys',
    holds: ({ reads }) => reads(CURVE, /[1-9] of \d+ balls are left of 0, [1-9]/),
  },
  403.2: {
    shows: 'a ball whose steps get smaller; beside it weights that learn',
    holds: async (stage) => {
      await stage.reads(CURVE, STEP);
      await stage.learns(3);
    },
  },
  415.9: {
    shows: 'a surface with hills and valleys, from above and from the side',
    holds: async ({ sees }) => {
      await sees('lab-surface-descent >>> lab-cost-contours');
      await sees('lab-surface-descent >>> lab-cost-surface');
    },
  },
  446.7: {
    shows: 'gradient and negative gradient as arrows; on the network a nudge for each weight',
    holds: async ({ reads, says }) => {
      await reads(SURFACE, /gradient\s?\([+−]\d+\.\d+, [+−]\d+\.\d+\), length \d/);
      await says(/How each weight should change for the mean of 100 images/);
    },
  },
  497.2: {
    shows: 'steps down the surface, and the network after each of its own',
    holds: async (stage) => {
      await stage.reads(SURFACE, /step [1-9]/);
      await stage.learns(3);
    },
  },
  507.7: says(
    'a nudge for each of the 13,002 weights and biases, as lines',
    /How each weight should change for the mean of 100 images/,
  ),
  563.8: {
    shows: 'the nudges for one image, backwards through the network',
    holds: async ({ shot, says }) => {
      expect((await shot()).play).toBe('backward');
      await says(/How each weight should change for this image/);
    },
  },
  599.3: sees(
    'a smooth curve, and a staircase on which no direction leads down',
    'lab-curve-descent >>> .stairs',
  ),
  620.2: {
    shows:
      'the path of the training to its end, on the network’s own cost; beside it the weights at that end',
    holds: async (stage) => {
      await stage.reads('[aria-label="Cost landscape"] .explained', /The path is projected onto the plane/);
      await stage.reads('[aria-label="Cost landscape"] [role=status]', /at step 30,000 on the plane/);
      expect((await stage.drawn()).step).toBe(30_000);
    },
  },
  645.1: {
    shows: 'the components of the gradient with sign and size, and the largest beside a smaller one',
    holds: ({ reads }) => reads('lab-digit-gradient >>> .times', /\d/),
  },
  697.1: {
    shows: 'the gradient (3, 1): a change of x has three times the effect of one of y',
    holds: ({ reads }) => reads(SURFACE, /gradient\s?\(\+3\.00, \+1\.00\).* has 3\.0 times the effect/),
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
    shows:
      'recorded curves of two networks: correct labels are learned fast, shuffled ones slowly; beside them the first learns',
    holds: async ({ sees, learns }) => {
      await sees('lab-run-comparison >>> lab-line-chart >>> canvas');
      await learns(3, CORRECT_LABELS);
    },
  },
};
