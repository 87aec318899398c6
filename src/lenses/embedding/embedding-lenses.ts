// Lenses on the embedding matrix: neighbours, directions, analogies, and where its words lie in a picture.

import type { Run } from '../../model/training/run.ts';
import type { Lenses, LensName, TokenScore } from '../../workers/rpc/api/lab-api.ts';
import { assertTokenIds } from '../shared/prompt-tokens.ts';
import {
  analogy,
  analogyTarget,
  cosine,
  difference,
  dotProduct,
  type Embedding,
  embeddingVector,
  neighbours,
  project,
  regularity,
  type ScoredToken,
} from './embedding.ts';
import { loadEmbedding } from './load-embedding.ts';
import { type PrincipalAxes, principalAxes, projectOntoAxes } from './principal-axes.ts';

type RequestOf<Name extends LensName> = Lenses[Name]['request'];
type ResultOf<Name extends LensName> = Promise<Lenses[Name]['result']>;

/** The axes of each run's last look, whose signs and places the next one keeps. */
const previousAxes = new WeakMap<Run, PrincipalAxes>();

export function alignedAxes(run: Run, embedding: Embedding): PrincipalAxes {
  const axes = principalAxes(embedding, previousAxes.get(run));
  previousAxes.set(run, axes);
  return axes;
}

/** Points of one picture: more could be neither told apart nor named. */
const MAX_POINTS = 10_000;

/** Throws a sentence where a picture of all tokens cannot be drawn. */
export function assertDrawable({ plan: { config } }: Run): void {
  if (config.V <= MAX_POINTS) return;
  throw new Error(
    `This model has ${config.V} tokens, and a picture of all embeddings is drawn for at most ${MAX_POINTS}; neighbours and analogies work with all of them.`,
  );
}

export async function describeEmbedding(run: Run): ResultOf<'embedding'> {
  assertDrawable(run);
  const embedding = await loadEmbedding(run);
  const axes = alignedAxes(run, embedding);
  const { vectors, V, C } = embedding;
  return {
    step: run.step,
    matrix: { shape: [V, C], data: Float32Array.from(vectors) },
    points: { shape: [V, 3], data: axes.points.slice() },
    explained: [...axes.explained],
  };
}

export async function findNeighbours(
  run: Run,
  { id, by, count }: RequestOf<'neighbours'>,
): ResultOf<'neighbours'> {
  assertTokenIds(run, [id]);
  const ranked = neighbours(await loadEmbedding(run), id, by);
  return { step: run.step, nearest: withText(run, ranked.slice(0, count)) };
}

export async function solveAnalogy(
  run: Run,
  { a, b, c, expected, count }: RequestOf<'analogy'>,
): ResultOf<'analogy'> {
  assertTokenIds(run, expected === undefined ? [a, b, c] : [a, b, c, expected]);
  const embedding = await loadEmbedding(run);
  const ranked = analogy(embedding, a, b, c);
  const index = ranked.findIndex(({ id }) => id === expected);
  return {
    step: run.step,
    nearest: withText(run, ranked.slice(0, count)),
    point: projectOntoAxes(analogyTarget(embedding, a, b, c), alignedAxes(run, embedding)),
    ...(index >= 0 && {
      expectedRank: index + 1,
      alike: cosine(difference(embedding, b, a), difference(embedding, c, expected as number)),
    }),
  };
}

export async function projectOnDirection(
  run: Run,
  { from, to, ids }: RequestOf<'direction'>,
): ResultOf<'direction'> {
  assertTokenIds(run, [from, to, ...ids]);
  const embedding = await loadEmbedding(run);
  const direction = difference(embedding, from, to);
  const products = project(embedding, direction);
  const scored = ids.map((id) => ({ id, score: products[id] }));
  return {
    step: run.step,
    products: withText(run, scored),
    length: l2Norm(direction),
  };
}

export async function describeDotProduct(run: Run, { one, other }: RequestOf<'pair'>): ResultOf<'pair'> {
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
}

export async function measureRelations(run: Run): ResultOf<'relations'> {
  const { analogies = [], tokenizer } = run.plan.dataset;
  const embedding = await loadEmbedding(run);
  const relations = analogies.map(({ name, pairs }) => {
    const ids = pairs.map(([from, to]) => tokenizer.encode(`${from} ${to}`).ids as [number, number]);
    return {
      name,
      pairs: ids.map(([from, to]) => ({ from, to })),
      ...regularity(embedding, ids),
    };
  });
  return { step: run.step, relations };
}

const l2Norm = (vector: ArrayLike<number>) => Math.sqrt(dotProduct(vector, vector));

function withText(run: Run, scored: readonly ScoredToken[]): TokenScore[] {
  const { vocabulary } = run.plan.dataset.tokenizer;
  return scored.map(({ id, score }) => ({ id, text: vocabulary[id], score }));
}
