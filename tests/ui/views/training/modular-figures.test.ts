// Words and places of the view of modular sums.

import { describe, expect, it } from 'vitest';
import {
  inverseModulo,
  lossLinesOf,
  placeLabels,
  ruleText,
} from '../../../../src/ui/views/training/modular-sums/modular-figures.ts';
import type { FourierResult } from '../../../../src/workers/rpc/api/lab-api.ts';

const result = (
  step: number,
  accuracies: readonly [number, number],
  key: readonly number[],
  restricted = 3,
) =>
  ({
    step,
    modulus: 7,
    frequencies: [1, 2, 3].map((k) => ({
      k,
      embedding: 1 / 3,
      logits: 1 / 3,
      gain: 1,
      isKey: key.includes(k),
    })),
    train: { loss: 0.1, accuracy: accuracies[0] },
    validation: { loss: 2, accuracy: accuracies[1] },
    restricted: { loss: restricted, accuracy: 0.5 },
    excluded: { loss: 0.2, accuracy: 1 },
    others: { restricted: { loss: 2, accuracy: 0.1 }, excluded: { loss: 0.1, accuracy: 1 } },
    circle: { k: 1, points: [] },
  }) satisfies FourierResult;

it('the inverse times the number is 1', () => {
  for (let k = 1; k < 59; k++) expect((inverseModulo(k, 59) * k) % 59).toBe(1);
});

describe('the verdict', () => {
  it.each([
    [result(0, [0.1, 0.02], []), 'it learns its examples'],
    [result(1, [1, 0.02], []), 'by heart, and no rule yet'],
    [result(2, [1, 0.3], [2]), 'by heart, and no rule yet'],
    [result(3, [1, 0.3], [2], 1), 'a rule is forming at frequency 2'],
    [result(4, [1, 1], [1, 3], 0), 'it has a rule, at frequencies 1 and 3'],
  ])('%#', (shown, text) => {
    expect(ruleText(shown)).toContain(text);
  });
});

it('the chart has four losses, and marks the shown step', () => {
  const lines = lossLinesOf([result(0, [0, 0], []), result(5, [1, 0], [])], 5);
  expect(lines.filter(({ style }) => style === 'dotted').map(({ points }) => points.length)).toEqual([
    2, 2, 2, 2,
  ]);
  expect(lines.filter(({ style }) => style === 'mark').map(({ points }) => points)).toEqual([
    [[5, 0.1]],
    [[5, 2]],
    [[5, 3]],
    [[5, 0.2]],
  ]);
});

it('no label covers another, and each is beyond its point', () => {
  const points = Array.from({ length: 59 }, (_, i) => [
    170 + 140 * Math.cos((2 * Math.PI * i) / 59),
    170 + 140 * Math.sin((2 * Math.PI * i) / 59),
  ]);
  const labels = placeLabels(points, 170);
  expect(labels.length).toBeGreaterThan(25);
  for (const [i, one] of labels.entries()) {
    expect(Math.hypot(one.x - 170, one.y - 170)).toBeCloseTo(154, 6);
    for (const other of labels.slice(i + 1))
      expect(Math.abs(one.x - other.x) >= 20 || Math.abs(one.y - other.y) >= 15).toBe(true);
  }
});
