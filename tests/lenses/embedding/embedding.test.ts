// Nearest tokens, directions and analogies, on a hand-written embedding and against plain search on a random one.

import { describe, expect, it } from 'vitest';
import {
  analogy,
  difference,
  type Embedding,
  embeddingVector,
  nearestTokens,
  project,
  regularity,
} from '../../../src/lenses/embedding/embedding.ts';
import { cosine, dotProduct } from '../../../src/shared/numbers.ts';
import { random } from '../../../src/shared/random.ts';

/** Royalty, femaleness and a direction of its own for each pair: king, queen, man, woman, boy, girl, table. */
const BY_HAND: Embedding = {
  V: 7,
  C: 3,
  vectors: Float32Array.from([3, 0, 1, 3, 2, 1, 1, 0, 1, 1, 2, 1, 0, 0, 4, 0, 2, 4, -5, -1, 0]),
};
const [KING, QUEEN, MAN, WOMAN, BOY, GIRL] = [0, 1, 2, 3, 4, 5];

function randomEmbedding(V: number, C: number): Embedding {
  const stream = random(3, 'embedding lens');
  return { V, C, vectors: Float32Array.from({ length: V * C }, () => stream.normal()) };
}

describe('nearestTokens', () => {
  it.each(['cosine', 'dot product'] as const)('by %s match a plain search', (likeness) => {
    const embedding = randomEmbedding(40, 6);
    const row = (id: number) => Array.from(embeddingVector(embedding, id));
    const length = (v: number[]) => Math.hypot(...v);
    for (const id of [0, 17, 39]) {
      const expected = Array.from({ length: 40 }, (_, other) => {
        const product = row(id).reduce((sum, value, i) => sum + value * row(other)[i], 0);
        return {
          id: other,
          score: likeness === 'cosine' ? product / length(row(id)) / length(row(other)) : product,
        };
      })
        .filter((each) => each.id !== id)
        .sort((a, b) => b.score - a.score);
      const found = nearestTokens(embedding, id, likeness);
      expect(found.map((each) => each.id)).toEqual(expected.map((each) => each.id));
      expect(found[0].score).toBeCloseTo(expected[0].score, 10);
    }
  });

  it('differ between the metrics: a long vector has a high dot product, but no high cosine', () => {
    const embedding = { V: 3, C: 2, vectors: Float32Array.from([1, 0, 1, 0.1, 9, 9]) };
    expect(nearestTokens(embedding, 0, 'cosine')[0].id).toBe(1);
    expect(nearestTokens(embedding, 0, 'dot product')[0].id).toBe(2);
  });

  it('a zero vector has cosine 0', () => {
    expect(cosine([0, 0], [1, 2])).toBe(0);
  });
});

describe('analogies', () => {
  it('king − man + woman is queen, with the inputs excluded', () => {
    const found = analogy(BY_HAND, KING, MAN, WOMAN);
    expect(found[0]).toEqual({ id: QUEEN, score: expect.closeTo(1, 10) });
    expect(found).toHaveLength(BY_HAND.V - 3);
  });

  it('a relation with the same difference for all pairs is consistent and solved', () => {
    const pairs = [
      [KING, QUEEN],
      [MAN, WOMAN],
      [BOY, GIRL],
    ] as const;
    expect(regularity(BY_HAND, pairs)).toMatchObject({
      consistency: expect.closeTo(1, 10),
      solved: 1,
      solvedWithInputs: 1,
      count: 12,
    });
  });

  it('pairs of near words are solved without any direction, which the baselines tell', () => {
    const embedding = randomEmbedding(60, 30);
    const pairs = Array.from({ length: 8 }, (_, i) => [2 * i, 2 * i + 1] as const);
    for (const [from, to] of pairs)
      embeddingVector(embedding, to).forEach((noise, i, vector) => {
        vector[i] = 0.2 * noise + embeddingVector(embedding, from)[i];
      });
    const { consistency, ...shares } = regularity(embedding, pairs);
    expect(Math.abs(consistency)).toBeLessThan(0.15);
    expect(shares).toEqual({
      ...{ solved: 1, solvedByNearest: 1, solvedBySum: expect.closeTo(1, 1) },
      ...{ solvedWithInputs: 0, count: 112 },
    });
  });

  it('words of one kind with a near partner are found by a + c, without − b: no direction, and neither nearest to c', () => {
    // Partners share a part with their words; the words of each side share another one, of which they have more.
    const embedding: Embedding = { vectors: new Float32Array(12 * 10), V: 12, C: 10 };
    const pairs = Array.from({ length: 4 }, (_, i) => [i, 4 + i] as const);
    for (const [from, to] of pairs) {
      const own = embeddingVector(embedding, from);
      const partner = embeddingVector(embedding, to);
      [own[from], partner[from], own[8], partner[9]] = [2, 2, 3, 3];
    }
    const { solvedByNearest, solvedBySum } = regularity(embedding, pairs);
    expect(solvedByNearest).toBe(0);
    expect(solvedBySum).toBe(1);
  });

  it('pairs with unrelated differences are neither', () => {
    const embedding = randomEmbedding(60, 30);
    const pairs = Array.from({ length: 8 }, (_, i) => [2 * i, 2 * i + 1] as const);
    const { consistency, solved } = regularity(embedding, pairs);
    expect(Math.abs(consistency)).toBeLessThan(0.15);
    expect(solved).toBeLessThan(0.3);
  });

  it('analogies of pairs with similar differences are counted as a search for each of them counts', () => {
    const embedding = randomEmbedding(60, 30);
    const pairs = Array.from({ length: 8 }, (_, i) => [2 * i, 2 * i + 1] as const);
    for (const [from, to] of pairs)
      embeddingVector(embedding, to).forEach((noise, i, vector) => {
        vector[i] = 1.2 * noise + embeddingVector(embedding, from)[i] + (i < 9 ? 1 : 0);
      });
    const isSolved = pairs.flatMap((one) =>
      pairs
        .filter((other) => other !== one)
        .flatMap((other) => [
          analogy(embedding, one[1], one[0], other[0])[0].id === other[1],
          analogy(embedding, one[0], one[1], other[1])[0].id === other[0],
        ]),
    );
    const solved = isSolved.filter(Boolean).length / isSolved.length;
    expect(solved).toBeGreaterThan(0.2);
    expect(solved).toBeLessThan(0.98);
    expect(regularity(embedding, pairs).solved).toBe(solved);
  });
});

it('a projection is the dot product with each token', () => {
  const direction = difference(BY_HAND, MAN, WOMAN);
  expect(Array.from(direction)).toEqual([0, 2, 0]);
  const products = project(BY_HAND, direction);
  expect(products[QUEEN]).toBe(4);
  expect(products[KING]).toBe(0);
  expect(products[6]).toBe(dotProduct(embeddingVector(BY_HAND, 6), direction));
});
