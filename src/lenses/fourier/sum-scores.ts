// The part of the logits of a + b = that functions of a + b of few frequencies make up: restricted and excluded loss (Nanda et al. 2023).

import {
  type Component,
  componentsAt,
  crossEntropy,
  fourierComponents,
  type PeriodicRows,
  powerShares,
} from './fourier.ts';

export type Sum = readonly [a: number, b: number];

/** Mean loss in nats, and accuracy. */
export interface SumScore {
  readonly loss: number;
  readonly accuracy: number;
}

/** Standard deviations above what random numbers add to the right answers: of thirty frequencies none is there by chance. */
const SIGNIFICANT = 3;
/** Nats; of less than these rounding decides. */
const LEAST_GAIN = 0.01;
/** A share of the largest gain. A frequency with less is no chance, and the answers do not depend on it either. */
const LEAST_SHARE = 0.1;

/**
 * Frequencies are read from held-out sums: what the network remembers is not among them.
 *
 * @param logits - (p², p): of the numbers, after `a + b =`; row a p + b
 */
export function sumScores(
  logits: Float32Array,
  p: number,
  { train, validation }: { readonly train: readonly Sum[]; readonly validation: readonly Sum[] },
) {
  const components = fourierComponents(meanBySum(logits, p, validation));
  const gains = components.map((component) => gainOf(component, p));
  const least = Math.max(LEAST_GAIN, LEAST_SHARE * Math.max(...gains.map(({ mean }) => mean)));
  const isKey = gains.map(({ mean, deviation }) => mean > Math.max(least, SIGNIFICANT * deviation));
  const key = components.filter((_, index) => isKey[index]);
  const others = components.filter((_, index) => !isKey[index]);
  const all = [...train, ...validation];
  const whole = ([a, b]: Sum) => rowOf(logits, p, a, b);
  return {
    shares: powerShares(components),
    gains: gains.map(({ mean }) => mean),
    isKey,
    train: score(train, p, whole),
    validation: score(validation, p, whole),
    restricted: score(all, p, ([a, b]) => componentsAt(key, (a + b) % p, p, p)),
    excluded: score(train, p, (sum) => withoutComponents(logits, key, p, sum)),
    others: {
      restricted: score(all, p, ([a, b]) => componentsAt(others, (a + b) % p, p, p)),
      excluded: score(train, p, (sum) => withoutComponents(logits, others, p, sum)),
    },
  };
}

const rowOf = (logits: Float32Array, p: number, a: number, b: number) =>
  logits.subarray((a * p + b) * p, (a * p + b + 1) * p);

/** Mean logits (p, p) of these pairs by their sum modulo p; of all pairs where none of these has a sum. */
function meanBySum(logits: Float32Array, p: number, pairs: readonly Sum[]): PeriodicRows {
  const values = new Float64Array(p * p);
  for (let sum = 0; sum < p; sum++) {
    const own = pairs.filter(([a, b]) => (a + b) % p === sum);
    const all = Array.from({ length: p }, (_, a): Sum => [a, (sum - a + p) % p]);
    const read = own.length > 0 ? own : all;
    for (const [a, b] of read)
      rowOf(logits, p, a, b).forEach((logit, c) => {
        values[sum * p + c] += logit / read.length;
      });
  }
  return { values, p, n: p };
}

/**
 * The contribution of a frequency to the logit of the right answer beyond the mean of all, over the p sums; and the standard deviation of that mean
 * for the same numbers in random order.
 */
function gainOf(component: Component, p: number): { mean: number; deviation: number } {
  let [right, squares] = [0, 0];
  for (let sum = 0; sum < p; sum++) {
    const part = componentsAt([component], sum, p, p);
    const centre = part.reduce((total, value) => total + value, 0) / p;
    right += part[sum] - centre;
    for (const value of part) squares += (value - centre) ** 2;
  }
  return { mean: right / p, deviation: Math.sqrt(squares / p ** 2 / p) };
}

function withoutComponents(logits: Float32Array, key: readonly Component[], p: number, [a, b]: Sum) {
  const part = componentsAt(key, (a + b) % p, p, p);
  return Float64Array.from(rowOf(logits, p, a, b), (logit, c) => logit - part[c]);
}

function score(sums: readonly Sum[], p: number, logitsOf: (sum: Sum) => ArrayLike<number>): SumScore {
  let [loss, correct] = [0, 0];
  for (const sum of sums) {
    const logits = logitsOf(sum);
    const answer = (sum[0] + sum[1]) % p;
    loss += crossEntropy(logits, answer);
    correct += Number(Array.from(logits).every((logit, c) => c === answer || logit < logits[answer]));
  }
  return { loss: loss / sums.length, accuracy: correct / sums.length };
}
