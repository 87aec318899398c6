// The few highest of many: the same as sorting all would give.

import fc from 'fast-check';
import { expect, it } from 'vitest';
import { bottomIndices, topIndices } from '../../src/shared/top-indices.ts';

it('are those that sorting would put first and last, equal ones in their order', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: -5, max: 5 })), fc.nat(12), (scores, count) => {
      const sorted = [...scores.keys()].sort((a, b) => scores[b] - scores[a]);
      expect(topIndices(scores, count)).toEqual(sorted.slice(0, count));
      expect(bottomIndices(scores, count)).toEqual([...sorted].reverse().slice(0, count));
    }),
  );
});
