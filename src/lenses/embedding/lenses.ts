// The embedding of a model: its points, products of tokens, analogies and relations.

import type { Run } from '../../model/training/run.ts';
import { cosine, dotProduct, l2Norm, unit } from '../../shared/numbers.ts';
import { defineLens } from '../shared/define-lens.ts';
import { assertTokenIds } from '../shared/prompt-tokens.ts';
import type { Tensor, TokenScore } from '../shared/results.ts';
import * as v from '../shared/schemas.ts';
import { columnTable, percents, signed } from '../shared/text-table.ts';
import { toTokenScores } from '../shared/top-tokens.ts';
import {
  analogy,
  analogyTarget,
  difference,
  type Embedding,
  embeddingVector,
  nearestTokens,
  project,
  type Regularity,
  regularity,
} from './embedding.ts';
import { alignedAxes, assertPlottable, loadEmbedding } from './load-embedding.ts';
import { projectOntoAxes } from './principal-axes.ts';

export interface EmbeddingResult {
  step: number;
  /** [V, C]: one row a token. */
  matrix: Tensor;
  /** [words, 3]: coordinates of all tokens but bytes on the principal axes, relative to the mean; signs are stable from step to step. */
  points: Tensor;
  /** Share of the variance along each axis. */
  explained: number[];
}

/** The embedding matrix, and its projection onto the first three principal axes. */
export const embeddingLens = defineLens({
  name: 'embedding',
  request: v.EMPTY,
  async compute(run): Promise<EmbeddingResult> {
    assertPlottable(run);
    const embedding = await loadEmbedding(run);
    const { points, explained } = alignedAxes(run, embedding);
    const { vectors, V, C } = embedding;
    return {
      step: run.step,
      matrix: { shape: [V, C], data: Float32Array.from(vectors) },
      points: { shape: [points.length / 3, 3], data: points.slice() },
      explained: [...explained],
    };
  },
});

/** The tokens whose embeddings are most similar to one token's. */
export const nearestTokensLens = defineLens({
  name: 'nearest-tokens',
  aliases: ['neighbours'],
  request: v.strictObject({ id: v.anyNumber, by: v.oneOf(['cosine', 'dot product']), count: v.COUNT }),
  async compute(run, { id, by, count }): Promise<{ step: number; nearest: TokenScore[] }> {
    assertTokenIds(run, [id]);
    const ranked = nearestTokens(await loadEmbedding(run), id, by);
    return { step: run.step, nearest: toTokenScores(run, ranked.slice(0, count)) };
  },
});

export interface DotProductResult {
  step: number;
  /** (C) each. */
  vectors: [Float32Array, Float32Array];
  /** The dot product. */
  sum: number;
  lengths: [number, number];
  cosine: number;
}

/** The dot product of two tokens' embeddings, with their lengths and the cosine of their angle. */
export const dotProductLens = defineLens({
  name: 'dot-product',
  aliases: ['pair'],
  request: v.strictObject({ one: v.anyNumber, other: v.anyNumber }),
  async compute(run, { one, other }): Promise<DotProductResult> {
    assertTokenIds(run, [one, other]);
    const embedding = await loadEmbedding(run);
    const [a, b] = [embeddingVector(embedding, one), embeddingVector(embedding, other)];
    return {
      step: run.step,
      vectors: [Float32Array.from(a), Float32Array.from(b)],
      sum: dotProduct(a, b),
      lengths: [l2Norm(a), l2Norm(b)],
      cosine: cosine(a, b),
    };
  },
});

export interface DirectionResult {
  step: number;
  /** The products of the requested ids, in their order. */
  products: TokenScore[];
  /** The direction's. */
  length: number;
}

/** Dot products of tokens with a direction: the difference of two embeddings. */
export const directionProjectionLens = defineLens({
  name: 'direction-projection',
  aliases: ['direction'],
  request: v.strictObject({ from: v.anyNumber, to: v.anyNumber, ids: v.IDS }),
  async compute(run, { from, to, ids }): Promise<DirectionResult> {
    assertTokenIds(run, [from, to, ...ids]);
    const embedding = await loadEmbedding(run);
    const direction = difference(embedding, from, to);
    const products = project(embedding, direction);
    const scored = ids.map((id) => ({ id, score: products[id] }));
    return { step: run.step, products: toTokenScores(run, scored), length: l2Norm(direction) };
  },
});

export interface AnalogyResult {
  step: number;
  nearest: TokenScore[];
  /** a − b + c on the principal axes of the embedding: three coordinates. */
  point: number[];
  /**
   * a, b, c, a − b + c, and the expected token if there is one: two coordinates each, on the plane of these words. A projection
   * keeps sums: the step from b to a is the step from c to a − b + c.
   */
  plane: number[];
  /** From 1; absent without an expected token, or if that is one of the inputs. */
  expectedRank?: number;
  /** Cosine between a − b and expected − c. */
  alike?: number;
  /** Distance between a − b + c and the expected token in all dimensions; absent without an expected token. */
  gap?: number;
}

/** Analogies: the tokens nearest to a − b + c by cosine, the three inputs excluded. */
export const analogyLens = defineLens({
  name: 'analogy',
  // All ids; `expected` is the token that the analogy should give.
  request: v.strictObject({
    a: v.anyNumber,
    b: v.anyNumber,
    c: v.anyNumber,
    expected: v.optional(v.anyNumber),
    count: v.COUNT,
  }),
  async compute(run, { a, b, c, expected, count }): Promise<AnalogyResult> {
    assertTokenIds(run, [a, b, c, expected]);
    const embedding = await loadEmbedding(run);
    const ranked = analogy(embedding, a, b, c);
    const index = ranked.findIndex(({ id }) => id === expected);
    const target = analogyTarget(embedding, a, b, c);
    return {
      step: run.step,
      nearest: toTokenScores(run, ranked.slice(0, count)),
      point: projectOntoAxes(target, alignedAxes(run, embedding)),
      plane: onPlane(embedding, [a, b, c], expected),
      ...(expected !== undefined && {
        gap: l2Norm(target.map((value, i) => value - embeddingVector(embedding, expected)[i])),
      }),
      ...(index >= 0 && {
        expectedRank: index + 1,
        alike: cosine(difference(embedding, b, a), difference(embedding, c, expected as number)),
      }),
    };
  },
});

/** Axes of the plane: the step from b to a, and what is perpendicular to it in the mean of the steps from b to c and from a on. */
function onPlane(embedding: Embedding, [a, b, c]: readonly number[], expected?: number): number[] {
  const along = difference(embedding, b, a);
  const across = difference(embedding, b, c);
  const opposite = expected === undefined ? across : difference(embedding, a, expected);
  const [x, mean] = [unit(along), across.map((value, i) => (value + opposite[i]) / 2)];
  const share = dotProduct(mean, x);
  const y = unit(mean.map((value, i) => value - share * x[i]));
  const words = [a, b, c].map((id) => embeddingVector(embedding, id));
  const vectors = [
    ...words,
    analogyTarget(embedding, a, b, c),
    ...(expected === undefined ? [] : [embeddingVector(embedding, expected)]),
  ];
  return vectors.flatMap((vector) => [dotProduct(vector, x), dotProduct(vector, y)]);
}

export interface RelationResult extends Regularity {
  name: string;
  /** Token ids. */
  pairs: { from: number; to: number }[];
}

interface RelationsResult {
  step: number;
  relations: RelationResult[];
}

/** The relations of the data set, and how regular they are in the embedding. */
export const relationsLens = defineLens({
  name: 'relations',
  request: v.EMPTY,
  compute: measureRelations,
  table: { toRequest: () => ({}), format: formatRelations },
});

async function measureRelations(run: Run): Promise<RelationsResult> {
  const { analogies = [], tokenizer } = run.plan.dataset;
  const embedding = await loadEmbedding(run);
  const relations = analogies.map(({ name, pairs }) => {
    const ids = pairs.map(([from, to]) => tokenizer.encode(`${from} ${to}`).ids as [number, number]);
    return { name, pairs: ids.map(([from, to]) => ({ from, to })), ...regularity(embedding, ids) };
  });
  return { step: run.step, relations };
}

function formatRelations({ relations }: RelationsResult): string[] {
  if (relations.length === 0) return ['This data set has no relations.'];
  return [
    'a − b + c, where b → a is one pair and c → the answer another: share of analogies whose answer is nearest',
    ...columnTable(relations, [
      ['relation', ({ name }) => name],
      ['pairs', ({ pairs }) => String(pairs.length)],
      signed('same direction', ({ consistency }) => consistency),
      percents('a − b + c', ({ solved }) => solved),
      percents('c alone', ({ solvedByNearest }) => solvedByNearest),
      percents('a + c', ({ solvedBySum }) => solvedBySum),
      percents('a, b and c allowed', ({ solvedWithInputs }) => solvedWithInputs),
    ]),
  ];
}
