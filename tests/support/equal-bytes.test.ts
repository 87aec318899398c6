// Arrays of numbers are compared by their bytes first, with Vitest's results.

import { expect, it } from 'vitest';

it('arrays of the same type and numbers are equal, wherever they are', () => {
  const numbers = () => Float32Array.of(1, Number.NaN, -0);
  expect(numbers()).toEqual(numbers());
  expect({ rows: [numbers()] }).toStrictEqual({ rows: [numbers()] });
  expect(new Map([['a', numbers()]])).toEqual(new Map([['a', numbers()]]));
  expect({ a: numbers(), b: 1 }).toMatchObject({ a: numbers() });
});

it('arrays that differ in a number, the sign of a zero, their length or their type are not', () => {
  const numbers = Float32Array.of(1, 0);
  for (const other of [[1, 2], [1, -0], [1], [1, 0, 0]])
    expect({ numbers }).not.toEqual({ numbers: Float32Array.from(other) });
  expect(numbers).not.toEqual(new Int32Array(numbers.buffer));
});

it('arrays of NaN with other bytes are equal', () => {
  expect(new Float32Array(Uint32Array.of(0x7fc00000).buffer)).toEqual(
    new Float32Array(Uint32Array.of(0x7fc00001).buffer),
  );
});
