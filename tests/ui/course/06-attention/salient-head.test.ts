// Which head and query the stage points at until the visitor does.
import { expect, test } from 'vitest';
import { findSalientHead } from '../../../../src/ui/course/06-attention/salient-head.ts';
import type { Tensor } from '../../../../src/workers/rpc/api/lab-api.ts';

/** A layer of two heads over four tokens: zero but for what is given as [head, query, key, value]. */
function layerOf(...cells: readonly (readonly [number, number, number, number])[]): Tensor {
  const [H, T] = [2, 4];
  const data = new Float32Array(H * T * T);
  for (const [head, query, key, value] of cells) data[(head * T + query) * T + key] = value;
  return { data, shape: [H, T, T] };
}
const even = layerOf();

test('the largest share that a query gives another token wins, over all heads of all layers', () => {
  const patterns = [layerOf([0, 3, 1, 0.6], [1, 2, 1, 0.7]), layerOf([1, 3, 2, 0.9], [0, 2, 1, 0.8])];
  expect(findSalientHead(patterns, [even, even])).toEqual({ layer: 1, head: 1, token: 3 });
});

test('neither looking at oneself nor at the first token counts', () => {
  const patterns = [layerOf([0, 3, 3, 1], [0, 2, 0, 1], [1, 3, 1, 0.2])];
  expect(findSalientHead(patterns, [even])).toEqual({ layer: 0, head: 1, token: 3 });
});

test('a large score comes before a large share of a small one', () => {
  const patterns = [layerOf([0, 3, 1, 0.99], [1, 2, 1, 0.7], [1, 3, 2, 0.6])];
  const scores = [layerOf([0, 3, 1, -5], [1, 2, 1, 4], [1, 3, 2, 9])];
  expect(findSalientHead(patterns, scores)).toEqual({ layer: 0, head: 1, token: 2 });
});

test('where there is nothing to look back at, there is no such place', () => {
  const two = { data: new Float32Array([1, 0, 0.5, 0.5]), shape: [1, 2, 2] };
  expect(findSalientHead([two], [two])).toBeUndefined();
  expect(findSalientHead([], [])).toBeUndefined();
});
