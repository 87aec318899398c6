// The second moment of a few vectors and linear systems with it, against values computed by hand.

import { expect, it } from 'vitest';
import { SecondMoment, solvePositiveDefinite } from '../../../src/model/editing/second-moment.ts';

it('is the mean outer product plus a ridge of its mean diagonal', () => {
  const moment = new SecondMoment(2);
  moment.add(Float32Array.of(1, 2));
  moment.add(Float32Array.of(3, 0));
  // (1·1 + 3·3) / 2, (1·2 + 3·0) / 2, (2·2 + 0) / 2; the mean of the diagonal is 3.5.
  expect([...moment.matrix(0)]).toEqual([5, 1, 1, 2]);
  expect([...moment.matrix(0.5)]).toEqual([6.75, 1, 1, 3.75]);
});

it('many vectors at once give the bits of one by one', () => {
  const [N, count] = [5, 130];
  const vectors = Float32Array.from({ length: N * count }, (_, i) => Math.sin(i * i));
  const [together, one] = [new SecondMoment(N), new SecondMoment(N)];
  together.add(vectors);
  for (let at = 0; at < vectors.length; at += N) one.add(vectors.subarray(at, at + N));
  expect(together.matrix(0)).toEqual(one.matrix(0));
  const column = (i: number) => Array.from({ length: count }, (_, row) => vectors[row * N + i]);
  const want = column(4).reduce((sum, x, row) => sum + x * column(3)[row], 0) / count;
  expect(together.matrix(0)[4 * N + 3]).toBeCloseTo(want, 12);
});

it('solves A x = b for a known x', () => {
  const A = Float64Array.of(4, 2, 1, 2, 5, 3, 1, 3, 6);
  const x = [1, -2, 3];
  const b = [0, 1, 2].map((row) => x.reduce((sum, value, i) => sum + A[3 * row + i] * value, 0));
  solvePositiveDefinite(A, b).forEach((value, i) => {
    expect(value).toBeCloseTo(x[i], 12);
  });
});

it('rejects neurons that are always 0', () => {
  const moment = new SecondMoment(2);
  expect(() => moment.matrix(0)).toThrow('at least one vector');
  moment.add(new Float32Array(2));
  expect(() => solvePositiveDefinite(moment.matrix(1), [1, 1])).toThrow('always 0');
});
