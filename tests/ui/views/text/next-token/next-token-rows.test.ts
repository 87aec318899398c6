// Rows of the next-token chart, and the remaining probability.
import { expect, test } from 'vitest';
import {
  nextTokenRows,
  remainingProbability,
} from '../../../../../src/ui/views/text/next-token/next-token-rows.ts';

const tokens = (...probabilities: [text: string, probability: number][]) =>
  probabilities.map(([text, probability], i) => ({ id: text.charCodeAt(0), text, probability, logit: -i }));

const next = tokens(['a', 0.4], ['b', 0.2], ['c', 0.1], ['d', 0.05], ['e', 0.04]);

test('the most probable tokens come first, and the remaining probability is the rest', () => {
  const rows = nextTokenRows(next, undefined, 3);
  expect(rows.map(({ text }) => text)).toEqual(['a', 'b', 'c']);
  expect(remainingProbability(rows, 'now')).toBeCloseTo(0.3, 10);
});

test('top tokens of an intervention get rows, and the number of rows is constant', () => {
  const changed = tokens(['z', 0.5], ['e', 0.3], ['a', 0.1]);
  const rows = nextTokenRows(next, changed, 4);
  expect(rows.map(({ text }) => text)).toEqual(['a', 'b', 'e', 'z']);
  expect(rows[0]).toMatchObject({ now: 0.4, changed: 0.1 });
  expect(rows[3]).toMatchObject({ now: undefined, changed: 0.5 });
  expect(remainingProbability(rows, 'changed')).toBeCloseTo(0.1, 10);
});

test('an intervention without effect has the same tokens and probabilities', () => {
  const rows = nextTokenRows(next, next, 4);
  expect(rows.map(({ text }) => text)).toEqual(['a', 'b', 'c', 'd']);
  for (const { now, changed } of rows) expect(changed).toBe(now);
});

test('the remaining probability is never negative', () => {
  expect(remainingProbability(nextTokenRows(tokens(['a', 0.7], ['b', 0.3000001]), undefined, 2), 'now')).toBe(
    0,
  );
});
