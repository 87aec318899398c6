// Nearest tokens, directions and analogies in an embedding matrix (Mikolov et al. 2013, "Linguistic regularities").
// Everything is computed in all C dimensions on raw vectors, as in word2vec's own evaluation.

import { cosine, dotProduct, l2Norm, rowOf } from '../../shared/numbers.ts';

/** The embedding matrix: V rows of C, row-major. */
export interface Embedding {
  readonly vectors: Float32Array;
  readonly V: number;
  readonly C: number;
}

export type SimilarityMetric = 'cosine' | 'dot product';

/** The function says what the score is. */
export interface ScoredToken {
  readonly id: number;
  readonly score: number;
}

/** The row of one token (C), a view. */
export function embeddingVector({ vectors, C }: Embedding, id: number): Float32Array {
  return rowOf(vectors, id, C);
}

/** All tokens except `excluded`, most similar to `target` (C) first. */
function nearestTo(
  embedding: Embedding,
  target: ArrayLike<number>,
  metric: SimilarityMetric,
  excluded: readonly number[],
): ScoredToken[] {
  const measure = metric === 'cosine' ? cosine : dotProduct;
  const scored: ScoredToken[] = [];
  for (let id = 0; id < embedding.V; id++) {
    if (excluded.includes(id)) continue;
    scored.push({ id, score: measure(embeddingVector(embedding, id), target) });
  }
  return scored.sort((one, other) => other.score - one.score || one.id - other.id);
}

/** The tokens most similar to one of them, itself excluded. */
export function nearestTokens(embedding: Embedding, id: number, metric: SimilarityMetric): ScoredToken[] {
  return nearestTo(embedding, embeddingVector(embedding, id), metric, [id]);
}

/** `to − from` (C). */
export function difference(embedding: Embedding, from: number, to: number): Float64Array {
  const start = embeddingVector(embedding, from);
  return Float64Array.from(embeddingVector(embedding, to), (value, i) => value - start[i]);
}

/** `a − b + c` (C). */
export function analogyTarget(embedding: Embedding, a: number, b: number, c: number): Float64Array {
  const base = embeddingVector(embedding, c);
  return difference(embedding, b, a).map((step, i) => step + base[i]);
}

/** Tokens by their cosine with `a − b + c`, the three inputs excluded. */
export function analogy(embedding: Embedding, a: number, b: number, c: number): ScoredToken[] {
  return nearestTo(embedding, analogyTarget(embedding, a, b, c), 'cosine', [a, b, c]);
}

/** Dot product of every token with a direction (C), in the order of their ids (V). */
export function project(embedding: Embedding, direction: ArrayLike<number>): Float64Array {
  return Float64Array.from({ length: embedding.V }, (_, id) =>
    dotProduct(embeddingVector(embedding, id), direction),
  );
}

/** How regular a relation is, and how much of it the nearest neighbours alone explain. */
export interface Regularity {
  /** Mean cosine between the differences of two pairs, over all pairs of pairs. */
  readonly consistency: number;
  /** Share of analogies whose answer has rank 1, over all ordered pairs of pairs in both directions. */
  readonly solved: number;
  /** The share without the difference: the answer is the token nearest to c. */
  readonly solvedByNearest: number;
  /** The share without − b: the answer is the token nearest to a + c, as a word of the answer's kind that is near c. */
  readonly solvedBySum: number;
  /** The share if a, b and c may be answers too. */
  readonly solvedWithInputs: number;
  /** Number of analogies. */
  readonly count: number;
}

/** How regular a relation of at least two pairs of ids is. */
export function regularity(embedding: Embedding, pairs: readonly (readonly [number, number])[]): Regularity {
  const steps = pairs.map(([from, to]) => difference(embedding, from, to));
  const answers = analogyAnswers(embedding, pairs.flat());
  const sums = { solved: 0, solvedByNearest: 0, solvedBySum: 0, solvedWithInputs: 0 };
  let [cosines, count] = [0, 0];
  for (const [i, one] of pairs.entries()) {
    for (const [j, other] of pairs.entries()) {
      if (i === j) continue;
      cosines += cosine(steps[i], steps[j]);
      for (const [from, to] of [
        [0, 1],
        [1, 0],
      ]) {
        const { solved, byNearest, bySum, withInputs } = answers(one[to], one[from], other[from]);
        sums.solved += Number(solved === other[to]);
        sums.solvedByNearest += Number(byNearest === other[to]);
        sums.solvedBySum += Number(bySum === other[to]);
        sums.solvedWithInputs += Number(withInputs === other[to]);
        count++;
      }
    }
  }
  const shares = Object.fromEntries(Object.entries(sums).map(([name, sum]) => [name, sum / count]));
  return { consistency: (2 * cosines) / count, ...(shares as typeof sums), count };
}

/**
 * The first token of `analogy`, and of its three baselines, for many analogies of a few tokens: a token's dot product with
 * `a − b + c` is the sum of its dot products with the three, so an analogy costs V sums instead of V C.
 */
function analogyAnswers(embedding: Embedding, ids: readonly number[]) {
  const { V } = embedding;
  const lengths = Float64Array.from({ length: V }, (_, id) => l2Norm(embeddingVector(embedding, id)));
  const projections = new Map(ids.map((id) => [id, project(embedding, embeddingVector(embedding, id))]));
  return (a: number, b: number, c: number) => {
    const [onA, onB, onC] = [a, b, c].map((id) => projections.get(id) as Float64Array);
    const solved = new Best();
    const byNearest = new Best();
    const bySum = new Best();
    const withInputs = new Best();
    for (let id = 0; id < V; id++) {
      const length = lengths[id] || Number.POSITIVE_INFINITY; // a zero vector has a cosine of 0
      const score = (onA[id] - onB[id] + onC[id]) / length;
      withInputs.offer(id, score);
      if (id === a || id === b || id === c) continue;
      solved.offer(id, score);
      byNearest.offer(id, onC[id] / length);
      bySum.offer(id, (onA[id] + onC[id]) / length);
    }
    return { solved: solved.id, byNearest: byNearest.id, bySum: bySum.id, withInputs: withInputs.id };
  };
}

/** The first id with the highest score. */
class Best {
  id = -1;
  #score = Number.NEGATIVE_INFINITY;

  offer(id: number, score: number): void {
    if (score > this.#score) [this.id, this.#score] = [id, score];
  }
}
