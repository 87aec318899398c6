// The list of components is complete, and the neurons with the largest contributions come first whatever their sign.

import { expect, it } from 'vitest';
import { logitComponents, topNeurons } from '../../../../src/ui/course/07-facts/figures/logit-components.ts';
import { waterfallInput } from '../../../../src/ui/course/07-facts/scene-inputs.ts';
import { OVERVIEW } from '../../../../src/ui/scenes/network/camera/shot.ts';
import { attributionOverlay } from '../../../../src/ui/scenes/network/overlays/attribution/overlay.ts';
import type { Words } from '../../../../src/ui/scenes/network/text/describe.ts';
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

const ATTRIBUTION_AT_A = {
  ...ATTRIBUTION,
  tokens: [{ id: 0, text: 'x' }],
  sources: [[[3], [4]], [[6]]],
} as AttributionResult;

it('adds up to the logit', () => {
  const parts = logitComponents(ATTRIBUTION);
  expect(parts.map(({ contribution }) => contribution)).toEqual([1, 2, 3, 4, -4, 6, 15, 33]);
  expect(parts.reduce((sum, { contribution }) => sum + contribution, 0)).toBe(ATTRIBUTION.total);
  expect(parts[4]).toEqual({ name: 'layer 1, the MLP’s neurons', contribution: -4 });
});

it('an MLP has one sum, without its bias, in the waterfall, in the list and on the map', () => {
  const mlp = { layer: 1 };
  const { neurons, bias } =
    waterfallInput({ mlp, lenses: { attribution: ATTRIBUTION_AT_A }, choices: {}, settings: {} }) ?? {};
  expect(neurons?.reduce((sum, value) => sum + value, 0)).toBe(ATTRIBUTION.mlps[1]);
  expect(bias).toBe(ATTRIBUTION.mlpBias[1]);
  const words = { values: { lenses: { attribution: ATTRIBUTION_AT_A } }, labels: ['x'] } as unknown as Words;
  const { caption, rows } = attributionOverlay.table?.(words, OVERVIEW) ?? { rows: [] };
  expect(caption).toContain('without biases');
  expect(rows.at(-1)).toMatchObject({ name: 'MLP 2', cells: ['+15.00', ''] });
});

it('has no rows for MLPs in models without them', () => {
  const parts = logitComponents({ ...ATTRIBUTION, neurons: [[], []], mlps: [0, 0] });
  expect(parts.some(({ name }) => name.includes('MLP'))).toBe(false);
});

it('finds the strongest neurons over all layers', () => {
  expect(topNeurons(ATTRIBUTION, 2)).toEqual([
    { layer: 0, neuron: 1, contribution: -9 },
    { layer: 1, neuron: 1, contribution: 8 },
  ]);
});
