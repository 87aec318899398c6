// Partial selection equals sorting.

import fc from 'fast-check';
import { expect, it } from 'vitest';
import { bottomIndices, topIndices } from '../../src/shared/top-indices.ts';

it('equal the ends of a stable sort', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: -5, max: 5 })), fc.nat(12), (scores, count) => {
      const sorted = [...scores.keys()].sort((a, b) => scores[b] - scores[a]);
      expect(topIndices(scores, count)).toEqual(sorted.slice(0, count));
      expect(bottomIndices(scores, count)).toEqual([...sorted].reverse().slice(0, count));
    }),
  );
});
