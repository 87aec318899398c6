// When a feature appears: its activity and its agreement with the last step, against values worked out by hand.

import { expect, it } from 'vitest';
import { featureHistory } from '../../src/shared/feature-history.ts';

it('counts tokens, and correlates with the same and with the next row of the last step', () => {
  const at = (...values: number[]) => ({ activations: Float32Array.from(values), T: 2 });
  const [first, second, last] = featureHistory([at(0, 0, 0, 0), at(0, 0, 0, 2), at(1, 0, 0, 3)]);
  expect(first).toEqual({ active: 0, same: Number.NaN, otherRow: Number.NaN });
  expect(second.active).toBe(0.25);
  // Deviations (−½, −½, −½, 1½) and (0, −1, −1, 2): 4 / √(3 · 6).
  expect(second.same).toBeCloseTo(4 / Math.sqrt(18));
  // With (0, 3, 1, 0): (−1, 2, 0, −1), so −2 / √(3 · 6).
  expect(second.otherRow).toBeCloseTo(-2 / Math.sqrt(18));
  expect(last.same).toBeCloseTo(1);
});
