// The default head and query of the stage.
import { expect, test } from 'vitest';
import type { Tensor } from '../../../../../src/workers/rpc/api/lab-api.ts';
import { findSalientHead } from '../../../../../src/workers/session/transformer/focus/salient-head.ts';

/** A layer of two heads over four tokens: zero except for the entries [head, query, key, value]. */
function layerOf(...cells: readonly (readonly [number, number, number, number])[]): Tensor {
  const [H, T] = [2, 4];
  const data = new Float32Array(H * T * T);
  for (const [head, query, key, value] of cells) data[(head * T + query) * T + key] = value;
  return { data, shape: [H, T, T] };
}

test('selects the largest weight on another token, over all heads of all layers', () => {
  const patterns = [layerOf([0, 3, 1, 0.6], [1, 2, 1, 0.7]), layerOf([1, 3, 2, 0.9], [0, 2, 1, 0.8])];
  expect(findSalientHead(patterns)).toEqual({ layer: 1, head: 1, token: 3 });
});

test('ignores attention to the query itself and to the first token', () => {
  const patterns = [layerOf([0, 3, 3, 1], [0, 2, 0, 1], [1, 3, 1, 0.2])];
  expect(findSalientHead(patterns)).toEqual({ layer: 0, head: 1, token: 3 });
});

test('returns nothing without earlier tokens', () => {
  const two = { data: new Float32Array([1, 0, 0.5, 0.5]), shape: [1, 2, 2] };
  expect(findSalientHead([two])).toBeUndefined();
  expect(findSalientHead([])).toBeUndefined();
});
