// The default words of the vector arithmetic.

import { expect, it } from 'vitest';
import { defaultOperands } from '../../../../src/ui/course/07-facts/vector-operands.ts';

it('uses the video’s words if the vocabulary contains them, else a relation of the data, else any three', () => {
  const video = ['aunt', 'man', 'uncle', 'woman'];
  expect(defaultOperands(video)).toEqual({ a: 3, b: 1, c: 2, expected: 0 });
  expect(defaultOperands(['Berlin', 'France', 'Germany', 'Paris'])).toEqual({
    a: 3,
    b: 1,
    c: 2,
    expected: 0,
  });
  expect(defaultOperands(['x', 'y', 'z'])).toEqual({ a: 0, b: 1, c: 2 });
  expect(defaultOperands(['x'])).toBeUndefined();
});
