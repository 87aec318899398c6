// Conclusions about cause and correlation from the measured shares.

import { expect, it } from 'vitest';
import { ablationFindings } from '../../../../src/ui/course/07-facts/figures/ablation-table.ts';
import type { NeuronAblationResult } from '../../../../src/workers/rpc/api/lab-api.ts';

const ablationResult = (which: NeuronAblationResult['which'], own: number, others: number) => ({
  which,
  // At zero more answers are lost; the conclusion rests on the mean.
  own: { right: which === 'none' ? own : own / 2, of: 100 },
  ownAtMean: { right: own, of: 100 },
  others: { right: others, of: 1000 },
});
const findings = (and: [number, number], most: [number, number], none: [number, number] = [100, 1000]) =>
  ablationFindings({
    switchedOff: [
      ablationResult('none', ...none),
      ablationResult('most AND-like', ...and),
      ablationResult('largest contribution', ...most),
      ablationResult('random', 0, 0),
    ],
  });

it('distinguishes cause from correlation', () => {
  const [and, most] = findings([99, 1000], [26, 994]);
  expect(and).toMatch(/^The most AND-like: only correlation: without these ten the answers stay\.$/);
  expect(most).toMatch(
    /^Those with the largest contribution to the answer: cause\. Without them 74\.0\s% .* nearly all other facts stay\.$/,
  );
});

it('reports partial causes and other lost answers', () => {
  const [and, most] = findings([75, 1000], [10, 700]);
  expect(and).toMatch(/in part a cause: without them 25\.0\s%/);
  expect(most).toMatch(/cause\. .* but so do 30\.0\s% of all others\.$/);
});

it('draws no conclusion for a model that does not know the facts', () => {
  expect(findings([10, 10], [10, 10], [12, 130])).toEqual([expect.stringContaining('Train it first')]);
  expect(ablationFindings({ switchedOff: [] })).toEqual([]);
});
