// Lenses on the embedding matrix: neighbours, directions, analogies, and where its words lie in a picture.

import {
  analogy,
  analogyTarget,
  cosine,
  difference,
  dotProduct,
  type Embedding,
  neighbours,
  project,
  regularity,
  type Scored,
  vectorOf,
} from '../../model/lenses/embedding.ts';
import { type PrincipalAxes, pointOf, principalAxes } from '../../model/lenses/principal-plane.ts';
import type { Run } from '../../model/run.ts';
import type { Lenses, LensName, WordScore } from '../lab-api.ts';
import { embeddingOf } from './embedding-of.ts';
import { checkTokens } from './reading-text.ts';

type Asked<Name extends LensName> = Lenses[Name]['asks'];
type Answer<Name extends LensName> = Promise<Lenses[Name]['answers']>;

/** The axes of each run's last look, whose signs and places the next one keeps. */
const axesBefore = new WeakMap<Run, PrincipalAxes>();

export function axesOf(run: Run, embedding: Embedding): PrincipalAxes {
  const found = principalAxes(embedding, axesBefore.get(run));
  axesBefore.set(run, found);
  return found;
}

/** Points of one picture: more could be neither told apart nor named. */
const MOST_POINTS = 10_000;

/** Throws a sentence where a picture of all tokens cannot be drawn. */
export function checkPoints({ plan: { config } }: Run): void {
  if (config.V <= MOST_POINTS) return;
  throw new Error(
    `This model has ${config.V} tokens, and a picture of all embeddings is drawn for at most ${MOST_POINTS}; neighbours and analogies work with all of them.`,
  );
}

export async function lookAtEmbedding(run: Run): Answer<'embedding'> {
  checkPoints(run);
  const embedding = await embeddingOf(run);
  const found = axesOf(run, embedding);
  const { vectors, V, C } = embedding;
  return {
    step: run.step,
    matrix: { shape: [V, C], data: Float32Array.from(vectors) },
    points: { shape: [V, 3], data: found.points.slice() },
    explained: [...found.explained],
  };
}

export async function findNeighbours(run: Run, { id, by, count }: Asked<'neighbours'>): Answer<'neighbours'> {
  checkTokens(run, [id]);
  const found = neighbours(await embeddingOf(run), id, by);
  return { step: run.step, nearest: named(run, found.slice(0, count)) };
}

export async function solveAnalogy(
  run: Run,
  { a, b, c, expected, count }: Asked<'analogy'>,
): Answer<'analogy'> {
  checkTokens(run, expected === undefined ? [a, b, c] : [a, b, c, expected]);
  const embedding = await embeddingOf(run);
  const found = analogy(embedding, a, b, c);
  const place = found.findIndex(({ id }) => id === expected);
  return {
    step: run.step,
    nearest: named(run, found.slice(0, count)),
    point: pointOf(analogyTarget(embedding, a, b, c), axesOf(run, embedding)),
    ...(place >= 0 && {
      expectedRank: place + 1,
      alike: cosine(difference(embedding, b, a), difference(embedding, c, expected as number)),
    }),
  };
}

export async function projectOn(run: Run, { from, to, ids }: Asked<'direction'>): Answer<'direction'> {
  checkTokens(run, [from, to, ...ids]);
  const embedding = await embeddingOf(run);
  const direction = difference(embedding, from, to);
  const products = project(embedding, direction);
  const scored = ids.map((id) => ({ id, score: products[id] }));
  return {
    step: run.step,
    products: named(run, scored),
    length: lengthOf(direction),
  };
}

export async function multiplyPair(run: Run, { one, other }: Asked<'pair'>): Answer<'pair'> {
  checkTokens(run, [one, other]);
  const embedding = await embeddingOf(run);
  const [a, b] = [vectorOf(embedding, one), vectorOf(embedding, other)];
  return {
    step: run.step,
    vectors: [Float32Array.from(a), Float32Array.from(b)],
    sum: dotProduct(a, b),
    lengths: [lengthOf(a), lengthOf(b)],
    cosine: cosine(a, b),
  };
}

export async function measureRelations(run: Run): Answer<'relations'> {
  const { analogies = [], tokenizer } = run.plan.dataset;
  const embedding = await embeddingOf(run);
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

const lengthOf = (vector: ArrayLike<number>) => Math.sqrt(dotProduct(vector, vector));

function named(run: Run, scored: readonly Scored[]): WordScore[] {
  const { vocabulary } = run.plan.dataset.tokenizer;
  return scored.map(({ id, score }) => ({ id, text: vocabulary[id], score }));
}
