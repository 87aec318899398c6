// Chapter 3: what each moment shows, untouched.

import { expect } from 'vitest';
import { MINI_BATCH_TRAINING } from '../../../../src/ui/course/03-backpropagation/sgd-training.ts';
import { EXEMPLARS } from '../../../../src/ui/course/digit-stage/exemplars.ts';
import type { Claim, Claims } from '../claims.ts';
import { answerOf, type DigitStage } from '../digit-stage.ts';
import { says, sees } from './digits.ts';

const MEAN = /How each weight should change for the mean of 100 images/;
/** Nudges of a mean, without target and cost of the one image that is shown. */
const ofMean = (shows: string): Claim<DigitStage> => ({
  shows,
  holds: async ({ says, drawnNetwork }) => {
    await says(MEAN);
    const { cost, gradient } = await drawnNetwork();
    expect([gradient?.examples, cost]).toEqual([100, undefined]);
  },
});

const ONE = /How each weight should change for this image: .* Label 2, cost/;

/** One way to a higher activation of output 2 stands out. */
const way = (shows: string, name: string, pattern: RegExp): Claim<DigitStage> => ({
  shows,
  holds: async ({ shot, says }) => {
    expect(await shot()).toMatchObject({ neuron: { layer: 3, neuron: 2 }, way: name });
    await says(pattern);
  },
});

const plays = (shows: string, play: string, pattern: RegExp): Claim<DigitStage> => ({
  shows,
  holds: async ({ shot, says }) => {
    expect((await shot()).play).toBe(play);
    await says(pattern);
  },
});

export const CLAIMS: Claims<DigitStage> = {
  4.1: plays('nudges that run backwards through the network', 'backward', ONE),
  23.8: plays(
    'light that runs forwards through the trained network',
    'forward',
    /Lines are activation times weight/,
  ),
  62: {
    shows: 'ten squares of one image, then those of other images',
    holds: async ({ says, tours }) => {
      await says(/The cost is the sum of ten terms/);
      await tours(2);
    },
  },
  82.2: ofMean('the negative gradient: a nudge for every weight, as lines'),
  103.3: ofMean('close up, each line as strong as the cost is sensitive to its weight'),
  131.8: sees(
    'two weights wiggle equally; one moves the cost 32 times as much',
    'lab-two-components >>> svg',
  ),
  168.4: plays(
    'one image through random weights, with its cost',
    'forward',
    /The cost is the sum of ten terms, drawn as squares\. Label 2/,
  ),
  197: {
    shows: 'the pixels of a 2',
    holds: ({ showsImage }) => showsImage('train', EXEMPLARS.train[2], 2),
  },
  232.7: says(
    'outputs that look random, each with its distance from the target',
    /drawn as squares\. Label 2, cost [1-9]/,
  ),
  253.4: {
    shows: 'an arrow at each output: up at 2, down at all others, as long as it is off',
    holds: async ({ drawnNetwork }) => {
      const { gradient } = await drawnNetwork();
      expect(gradient?.d_a?.at(-1)?.map((slope) => slope < 0)).toEqual(
        Array.from({ length: 10 }, (_, digit) => digit === 2),
      );
    },
  },
  282: way(
    'output 2 with its bias, the weights into it and what it asks of the layer before',
    'all',
    /Three ways to change output 2: its bias, the weights into it .* and the activations before it/,
  ),
  314.9: way('the lines into output 2: those from bright neurons change most', 'weights', ONE),
  355: says('nudges of the whole network: most between active neurons and those that should be', ONE),
  401.9: way(
    'what output 2 asks of the layer before, in proportion to its weights',
    'activations',
    /How each neuron wants the activations before it to change/,
  ),
  444.6: plays(
    'the requests of ten outputs, one after the other, and their sums',
    'requests',
    /These changes are added over all outputs/,
  ),
  481.6: plays('the same, backwards through all layers', 'backward', ONE),
  509: {
    shows: 'a network that has learned one image: it calls other digits 2 as well',
    holds: async ({ drawn, tours }) => {
      expect(answerOf(await drawn())).toBe(2);
      expect(await tours(2)).toEqual([2, 2]);
    },
  },
  524.1: {
    shows: 'the mean over 100 images, and the nudges of single images in a table',
    holds: async ({ says, sees }) => {
      await says(MEAN);
      await sees('[aria-label="Table of nudges"] td.mean');
    },
  },
  574: {
    shows:
      'the path of mini-batches, which wavers, and that of all images, which does not; beside them the network of the first learns',
    holds: async (stage) => {
      await stage.sees('[aria-label="Mini-batches"] .wobble');
      await stage.learns(2, MINI_BATCH_TRAINING);
    },
  },
  612.8: {
    shows:
      'the costs of both, of which that with mini-batches gets low; the weights of its network, which learn',
    holds: async (stage) => {
      await stage.sees('[aria-label="Mini-batches"] lab-line-chart');
      await stage.learns(2, MINI_BATCH_TRAINING);
    },
  },
  636: {
    shows: 'nudge and step, again and again: the network learns to read the 2',
    holds: ({ learns }) => learns(2),
  },
  687.2: {
    shows: 'ten lines of code, one lit, and the mean nudges that they compute',
    holds: async ({ texts, sees, says, learns }) => {
      await sees('lab-training-code >>> .lit');
      expect(await texts('lab-training-code >>> li')).toHaveLength(10);
      await says(MEAN);
      await learns(2);
    },
  },
  717.3: sees('images with their labels', '[aria-label="Training images"] .gallery'),
};
