// What the logits of a + b = owe to functions of a + b of few frequencies: restricted and excluded loss (Nanda et al. 2023).

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

/** Random logits have at most twice as much of a frequency as of the mean one. */
const KEY_SHARE = 3;

/** @param logits - (p², p): of the numbers, after `a + b =`; row a p + b */
export function sumScores(
  logits: Float32Array,
  p: number,
  { train, validation }: { readonly train: readonly Sum[]; readonly validation: readonly Sum[] },
) {
  const components = fourierComponents(meanBySum(logits, p));
  const shares = powerShares(components);
  const isKey = shares.map((share) => share >= KEY_SHARE / shares.length);
  const key = components.filter((_, index) => isKey[index]);
  const whole = ([a, b]: Sum) => rowOf(logits, p, a, b);
  return {
    shares,
    isKey,
    train: score(train, p, whole),
    validation: score(validation, p, whole),
    restricted: score([...train, ...validation], p, ([a, b]) => componentsAt(key, (a + b) % p, p, p)),
    excluded: score(train, p, (sum) => withoutComponents(logits, key, p, sum)),
  };
}

const rowOf = (logits: Float32Array, p: number, a: number, b: number) =>
  logits.subarray((a * p + b) * p, (a * p + b + 1) * p);

/** Mean logits (p, p) of all pairs with the same sum modulo p. */
function meanBySum(logits: Float32Array, p: number): PeriodicRows {
  const values = new Float64Array(p * p);
  for (let pair = 0; pair < p * p; pair++) {
    const sum = (Math.floor(pair / p) + (pair % p)) % p;
    for (let c = 0; c < p; c++) values[sum * p + c] += logits[pair * p + c] / p;
  }
  return { values, p, n: p };
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
