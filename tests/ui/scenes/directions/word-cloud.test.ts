import { expect, it } from 'vitest';
import { wordCloud } from '../../../../src/ui/scenes/directions/word-cloud.ts';

const C = 3;
/** king, man, woman, queen, princess, a byte. */
const ROWS = [1, 0, 5, 0, 0, 5, 0, 1, 5, 1, 1, 5, 0.5, 1, 7, 9, 9, 9];
const VOCABULARY = ['king', 'man', 'woman', 'queen', 'princess', '\u0000'];

it('projects other words onto the plane of an analogy', () => {
  const matrix = { shape: [VOCABULARY.length, C], data: Float32Array.from(ROWS) };
  const cloud = wordCloud(matrix, VOCABULARY, { a: 0, b: 1, c: 2, expected: 3 }, [4]);
  expect(cloud).toEqual([{ at: [expect.closeTo(0.5, 6), expect.closeTo(1, 6)], name: 'princess' }]);
});
