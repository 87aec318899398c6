// Senses by the words before a word: found where words tell them, and not where only their order does.

import { expect, it } from 'vitest';
import { nearestBag } from '../../../src/model/data/bag-of-words.ts';

const probe = (sense: string, ...before: number[]) => ({
  tokens: [...before, 99],
  position: before.length,
  sense,
});

it('finds senses that a word tells', () => {
  const trained = [probe('a', 1, 5), probe('a', 2, 5), probe('b', 3, 6), probe('b', 4, 6)];
  expect(nearestBag(trained, [probe('a', 7, 5), probe('b', 6, 8)])).toMatchObject({ value: 1, heldOut: 1 });
});

it('does not find those that only the order tells', () => {
  const trained = [probe('a', 1, 5), probe('b', 5, 1)];
  const { value, heldOut } = nearestBag(trained, [probe('a', 1, 5), probe('b', 5, 1)]);
  expect(value).toBe(0);
  expect(heldOut).toBe(0.5);
});

it('a word of every sentence says nothing, and what stands behind is not read', () => {
  const trained = [probe('a', 1, 2, 3), probe('b', 1, 4)];
  // Nearer to the first by the word that both have, to the second by the one that tells them apart.
  const [asked] = [{ tokens: [1, 1, 4, 99, 2, 3], position: 3, sense: 'b' }];
  expect(nearestBag(trained, [asked]).heldOut).toBe(1);
});
