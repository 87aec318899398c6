// Bootstrap intervals of a ratio of sums over independent clusters, such as the questions about one subject.

import { random } from '../../shared/random.ts';

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
  const rng = random(seed, 'bootstrap');
  const ratios = Array.from({ length: RESAMPLES }, () =>
    ratioOfSums(clusters.map(() => clusters[rng.integer(clusters.length)])),
  )
    .filter(Number.isFinite)
    .sort((a, b) => a - b);
  const at = (fraction: number) => ratios[Math.round(fraction * (ratios.length - 1))] ?? Number.NaN;
  return [at(0.025), at(0.975)];
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
