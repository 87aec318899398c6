// Which words are added up first.

import { expect, it } from 'vitest';
import { firstWords } from '../../../../src/ui/chapters/07-facts/words.ts';

it('takes the video’s words where they are known, else another relation of the data, else any three', () => {
  const video = ['aunt', 'man', 'uncle', 'woman'];
  expect(firstWords(video)).toEqual({ a: 3, b: 1, c: 2, expected: 0 });
  expect(firstWords(['Berlin', 'France', 'Germany', 'Paris'])).toEqual({ a: 3, b: 1, c: 2, expected: 0 });
  expect(firstWords(['x', 'y', 'z'])).toEqual({ a: 0, b: 1, c: 2 });
  expect(firstWords(['x'])).toBeUndefined();
});
