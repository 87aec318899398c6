// UMAP keeps clusters together and is deterministic for a seed.

import { expect, it } from 'vitest';
import type { Embedding } from '../../../src/lenses/embedding/embedding.ts';
import { UmapProjection } from '../../../src/lenses/embedding/umap.ts';
import { random } from '../../../src/shared/random.ts';

/** Three bundles of directions, 20 tokens each, with lengths that say nothing. */
function bundles(): Embedding {
  const chance = random(1, 'bundles');
  const vectors = Array.from({ length: 60 }, (_, id) => {
    const length = 1 + 3 * chance.float();
    return Array.from({ length: 8 }, (_, i) => length * ((i === id % 3 ? 1 : 0) + 0.1 * chance.normal()));
  });
  return { V: 60, C: 8, vectors: Float32Array.from(vectors.flat()) };
}

function made(dimensions: 2 | 3, seed: number, stretch: number): Float32Array {
  const map = new UmapProjection(bundles(), { dimensions, seed });
  while (map.epoch < map.epochs) map.advance(stretch);
  return map.points();
}

it.each([2, 3] as const)('keeps clusters together in %s dimensions', (dimensions) => {
  const points = made(dimensions, 1, 50);
  const at = (id: number) => Array.from(points.subarray(3 * id, 3 * id + 3));
  expect(points).toHaveLength(180);
  expect(
    Array.from({ length: 60 }, (_, id) => at(id)[2] === 0).every((flat) => flat === (dimensions === 2)),
  ).toBe(true);
  for (let id = 0; id < 60; id++) {
    const far = Array.from({ length: 60 }, (_, other) => ({
      other,
      distance: Math.hypot(...at(id).map((x, i) => x - at(other)[i])),
    }));
    const [, nearest] = far.sort((a, b) => a.distance - b.distance);
    expect(nearest.other % 3).toBe(id % 3);
  }
});

it('is deterministic for a seed, independent of the epochs per call', () => {
  expect(made(2, 1, 7)).toEqual(made(2, 1, 50));
  expect(made(2, 2, 50)).not.toEqual(made(2, 1, 50));
});

it('works with fewer tokens than neighbors', () => {
  const few = { V: 5, C: 2, vectors: Float32Array.from([1, 0, 0, 1, 1, 1, -1, 0, 0, -1]) };
  const map = new UmapProjection(few, { dimensions: 2, seed: 1 });
  map.advance(10);
  expect(map.points().every(Number.isFinite)).toBe(true);
});
