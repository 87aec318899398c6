// Bootstrap intervals of a ratio of sums over independent clusters, such as the questions about one subject.

import { random } from './random.ts';

/** 95 %: of a bootstrap from the 2.5th to the 97.5th percentile of the resampled ratios. */
export type Interval = [low: number, high: number];

export interface Ratio {
  readonly numerator: number;
  readonly denominator: number;
}

const RESAMPLES = 1000;

export function ratioOfSums(clusters: readonly Ratio[]): number {
  let [numerator, denominator] = [0, 0];
  for (const each of clusters) {
    numerator += each.numerator;
    denominator += each.denominator;
  }
  return numerator / denominator;
}

/** Percentile interval of `ratioOfSums` over clusters drawn with replacement (Efron 1979); NaN without a defined ratio. */
export function bootstrapInterval(clusters: readonly Ratio[], seed: number): Interval {
  const n = clusters.length;
  const drawn = drawnClusters(n, seed);
  const ratios: number[] = [];
  for (let from = 0; from < drawn.length; from += n) {
    let [numerator, denominator] = [0, 0];
    for (let i = from; i < from + n; i++) {
      const cluster = clusters[drawn[i]];
      numerator += cluster.numerator;
      denominator += cluster.denominator;
    }
    const ratio = numerator / denominator;
    if (Number.isFinite(ratio)) ratios.push(ratio);
  }
  ratios.sort((a, b) => a - b);
  const at = (fraction: number) => ratios[Math.round(fraction * (ratios.length - 1))] ?? Number.NaN;
  return [at(0.025), at(0.975)];
}

let last = { n: 0, seed: 0, drawn: new Uint32Array() };

/** The clusters of each resample. Those of the last call are kept: every head has as many. */
function drawnClusters(n: number, seed: number): Uint32Array {
  if (last.n !== n || last.seed !== seed) {
    const rng = random(seed, 'bootstrap');
    last = { n, seed, drawn: Uint32Array.from({ length: RESAMPLES * n }, () => rng.integer(n)) };
  }
  return last.drawn;
}

/**
 * 95 % of a share of successes. Where every cluster has only successes, or none has any, a bootstrap has nothing to vary: then the exact
 * binomial bound (Clopper and Pearson 1934) with a cluster as one trial.
 */
export function shareInterval(clusters: readonly Ratio[], seed: number): Interval {
  const counted = clusters.filter(({ denominator }) => denominator > 0);
  const bound = 0.025 ** (1 / counted.length);
  if (counted.length > 0 && counted.every(({ numerator, denominator }) => numerator === denominator))
    return [bound, 1];
  if (counted.length > 0 && counted.every(({ numerator }) => numerator === 0)) return [0, 1 - bound];
  return bootstrapInterval(clusters, seed);
}
