// Which seconds of a video were played.
import { expect, test } from 'vitest';
import { playedSeconds, withRange } from '../../../../src/ui/state/progress/played.ts';

test('ranges that overlap or touch become one, in any order', () => {
  expect(withRange([], [5, 8])).toEqual([[5, 8]]);
  expect(withRange([[5, 8]], [8, 10])).toEqual([[5, 10]]);
  expect(
    withRange(
      [
        [20, 30],
        [5, 8],
      ],
      [0, 2],
    ),
  ).toEqual([
    [0, 2],
    [5, 8],
    [20, 30],
  ]);
  expect(
    withRange(
      [
        [0, 2],
        [5, 8],
        [20, 30],
      ],
      [1, 25],
    ),
  ).toEqual([[0, 30]]);
});

test('a second that was played twice counts once, and only between two times', () => {
  const ranges = withRange(withRange([[0, 10]], [5, 12]), [20, 30]);
  expect(playedSeconds(ranges)).toBe(22);
  expect(playedSeconds(ranges, 8, 25)).toBe(9);
});
