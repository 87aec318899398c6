// How well estimates agree with what was measured: a correlation, its spread, and what shuffled estimates would reach.
import { correlation } from '../../src/shared/correlation.ts';
import { random } from '../../src/shared/random.ts';

interface Checked {
  readonly predicted: number;
  readonly measured: number;
}

const RESAMPLES = 1000;
const SHUFFLES = 19;

/** 95 % of a bootstrap over clusters, such as the effects of one change, and the highest of nineteen shuffles of all predictions. */
export function agreementFigures(clusters: readonly (readonly Checked[])[]) {
  const rng = random(0, 'claims', 'agreement');
  const of = (pairs: readonly Checked[]) =>
    correlation(
      pairs.map(({ predicted }) => predicted),
      pairs.map(({ measured }) => measured),
    );
  const all = clusters.flat();
  const resampled = Array.from({ length: RESAMPLES }, () =>
    of(clusters.flatMap(() => clusters[rng.integer(clusters.length)])),
  )
    .filter(Number.isFinite)
    .sort((a, b) => a - b);
  const at = (fraction: number) => resampled[Math.round(fraction * (resampled.length - 1))];
  const shuffled = Array.from({ length: SHUFFLES }, () => {
    const predicted = rng.shuffle(all.map((each) => each.predicted));
    return of(all.map(({ measured }, i) => ({ measured, predicted: predicted[i] })));
  });
  return { r: of(all), low: at(0.025), high: at(0.975), shuffled: Math.max(...shuffled) };
}
