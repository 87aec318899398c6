// The figures of a comparison: the latest of each variant, and their difference.

import { expect, it } from 'vitest';
import {
  comparisonFigures,
  headPatterns,
} from '../../../../../src/ui/app/pages/compare-view/comparison-figures.ts';
import { measureLines } from '../../../../../src/ui/app/pages/compare-view/comparison-lines.ts';
import type { VariantView } from '../../../../../src/ui/types/comparison.ts';
import { NO_RUN } from '../../../../../src/ui/types/run.ts';

function variant(parameterCount: number, loss: number, recall: number, induction: number): VariantView {
  const point = { step: 9, loss, gradientNorm: 1, learningRate: 0.1, count: 1 };
  return {
    ...NO_RUN,
    run: { parameterCount } as VariantView['run'],
    series: { stride: 1, points: [{ ...point, step: 8, loss: 9 }, point] },
    evaluations: [
      {
        step: 10,
        validationLoss: loss + 1,
        measures: [
          { name: 'recall', description: '', value: recall, heldOut: recall / 2, count: 8 },
          { name: 'induction', description: '', value: 0.5, count: 8, heads: [[induction]] },
        ],
        habits: [
          { habit: 'induction', queries: 3, chance: 0.1, scores: [[0.1, induction]] },
          { habit: 'same token', queries: 0, chance: 0, scores: [[0, 0]] },
        ],
        completions: [],
      },
    ],
  };
}

const variants = [variant(1200, 2.5, 0.5, 0.75), variant(1100, 2.25, 1, 0.25)];

it('has the latest values of each, and the second minus the first', () => {
  expect(comparisonFigures(variants)).toEqual([
    { name: 'weights', values: ['1,200', '1,100'], difference: '−100' },
    { name: 'training loss', values: ['2.500', '2.250'], difference: '−0.250' },
    { name: 'validation loss', values: ['3.500', '3.250'], difference: '−0.250' },
    { name: 'recall', values: ['50.0\u202f%', '100.0\u202f%'], difference: '+50.0\u202fpp' },
    { name: 'recall, held out', values: ['25.0\u202f%', '50.0\u202f%'], difference: '+25.0\u202fpp' },
    { name: 'best induction head', values: ['75.0\u202f%', '25.0\u202f%'], difference: '−50.0\u202fpp' },
  ]);
});

it('has no figures of patterns and measures that one variant lacks', () => {
  const untrained = { ...variants[1], evaluations: [] };
  expect(headPatterns([variants[0], untrained])).toEqual([]);
  expect(
    comparisonFigures([variants[0], untrained]).map(({ name, difference }) => [name, difference]),
  ).toEqual([
    ['weights', '−100'],
    ['training loss', '−0.250'],
    ['validation loss', '–'],
  ]);
});

it('draws held-out values as points in the colour of their variant', () => {
  const lines = measureLines('recall', ['A', 'B'], variants);
  expect(lines.map(({ name, colour, style, points }) => [name, colour, style, points])).toEqual([
    ['A', 'blue', 'line', [[10, 0.5]]],
    ['A, held out', 'blue', 'points', [[10, 0.25]]],
    ['B', 'yellow', 'line', [[10, 1]]],
    ['B, held out', 'yellow', 'points', [[10, 0.5]]],
  ]);
});
