// The list of components is complete, and the neurons with the largest contributions come first whatever their sign.

import { expect, it } from 'vitest';
import {
  logitComponents,
  topNeurons,
} from '../../../../src/ui/course/07-facts/views/logit-attribution/logit-components.ts';
import type { AttributionResult } from '../../../../src/workers/rpc/api/lab-api.ts';

const ATTRIBUTION: AttributionResult = {
  step: 0,
  tokens: [],
  position: 0,
  answer: { id: 0, text: 'a', probability: 1, logit: 0 },
  total: 1 + 2 + (3 + 4) + (5 - 9) + 6 + (7 + 8) + 10 + 11 + 12,
  embed: 1,
  positionEmbed: 2,
  sources: [],
  heads: [[3, 4], [6]],
  neurons: [
    [5, -9],
    [7, 8],
  ],
  mlps: [-4, 15],
  attentionBias: [10, 0],
  mlpBias: [0, 11],
  finalBias: 12,
};

it('adds up to the logit', () => {
  const parts = logitComponents(ATTRIBUTION);
  expect(parts.map(({ contribution }) => contribution)).toEqual([1, 2, 3, 4, -4, 6, 15, 33]);
  expect(parts.reduce((sum, { contribution }) => sum + contribution, 0)).toBe(ATTRIBUTION.total);
  expect(parts[4]).toEqual({ name: 'layer 1, the MLP’s neurons', kind: 'mlp', contribution: -4 });
});

it('has no rows for MLPs in models without them', () => {
  const parts = logitComponents({ ...ATTRIBUTION, neurons: [[], []], mlps: [0, 0] });
  expect(parts.some(({ kind }) => kind === 'mlp')).toBe(false);
});

it('finds the strongest neurons over all layers', () => {
  expect(topNeurons(ATTRIBUTION, 2)).toEqual([
    { layer: 0, neuron: 1, contribution: -9 },
    { layer: 1, neuron: 1, contribution: 8 },
  ]);
});
