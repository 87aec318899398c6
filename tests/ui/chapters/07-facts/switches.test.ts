// What neurons switched off say about cause: the sentence follows from the shares measured.

import { expect, it } from 'vitest';
import { verdictsOf } from '../../../../src/ui/chapters/07-facts/views/and-gate/switches.ts';
import type { SwitchedOff } from '../../../../src/workers/lab-api.ts';

const switched = (which: SwitchedOff['which'], own: number, others: number) => ({
  which,
  own: { right: own, of: 100 },
  others: { right: others, of: 1000 },
});
const verdicts = (and: [number, number], most: [number, number], none: [number, number] = [100, 1000]) =>
  verdictsOf({
    switchedOff: [
      switched('none', ...none),
      switched('most AND-like', ...and),
      switched('largest contribution', ...most),
      switched('random', 0, 0),
    ],
  });

it('tells cause from correlation', () => {
  const [and, most] = verdicts([99, 1000], [26, 994]);
  expect(and).toMatch(/^The most AND-like: only correlation\./);
  expect(most).toMatch(
    /^Those that add most to the answer: cause\. Without them 74\.0\s% .* nearly all other facts stay\.$/,
  );
});

it('names a part as a part, and what else is lost', () => {
  const [and, most] = verdicts([75, 1000], [10, 700]);
  expect(and).toMatch(/in part a cause\. Without them 25\.0\s%/);
  expect(most).toMatch(/cause\. .* but so do 30\.0\s% of all others\.$/);
});

it('says nothing of a model that does not know the facts', () => {
  expect(verdicts([10, 10], [10, 10], [12, 130])).toEqual([expect.stringContaining('train it first')]);
  expect(verdictsOf({ switchedOff: [] })).toEqual([]);
});
