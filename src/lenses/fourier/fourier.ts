// Discrete Fourier transform over Z/p, p odd: a function of p numbers is its mean plus a cosine and a sine for each frequency
// k = 1 … (p − 1) / 2 (Nanda et al. 2023, section 4).

import { dotProduct, indices, mean, sum, unit } from '../../shared/numbers.ts';

/** Rows of n numbers, one for each of 0 … p − 1, row-major. */
export interface PeriodicRows {
  readonly values: ArrayLike<number>;
  readonly p: number;
  readonly n: number;
}

/** Coefficients (n) of cos(2π k x / p) and sin(2π k x / p). */
export interface Component {
  readonly k: number;
  readonly cosine: Float64Array;
  readonly sine: Float64Array;
}

/** Every frequency's coefficients: `values[x] = mean + Σ cosine cos(2π k x / p) + sine sin(2π k x / p)`. */
export function fourierComponents({ values, p, n }: PeriodicRows): Component[] {
  return Array.from({ length: (p - 1) / 2 }, (_, index) => {
    const k = index + 1;
    const [cosine, sine] = [new Float64Array(n), new Float64Array(n)];
    for (let x = 0; x < p; x++) {
      const [cos, sin] = waves(k, x, p);
      for (let i = 0; i < n; i++) {
        cosine[i] += (2 / p) * cos * values[x * n + i];
        sine[i] += (2 / p) * sin * values[x * n + i];
      }
    }
    return { k, cosine, sine };
  });
}

/** cos(2π k x / p) and sin(2π k x / p). */
function waves(k: number, x: number, p: number): [number, number] {
  const angle = (2 * Math.PI * ((k * x) % p)) / p;
  return [Math.cos(angle), Math.sin(angle)];
}

/** The share of each frequency in the variance over x. */
export function powerShares(components: readonly Component[]): number[] {
  const powers = components.map(({ cosine, sine }) => dotProduct(cosine, cosine) + dotProduct(sine, sine));
  const total = sum(powers);
  return powers.map((power) => (total > 0 ? power / total : 0));
}

/** The part of these components at x (n). */
export function componentsAt(
  components: readonly Component[],
  x: number,
  p: number,
  n: number,
): Float64Array {
  const total = new Float64Array(n);
  for (const { k, cosine, sine } of components) {
    const [cos, sin] = waves(k, x, p);
    for (let i = 0; i < n; i++) total[i] += cos * cosine[i] + sin * sine[i];
  }
  return total;
}

/**
 * Each row's coordinates, from the mean row, along the unit vectors of a component's cosine and sine: a circle if the rows use this
 * frequency.
 */
export function circlePoints({ values, p, n }: PeriodicRows, { cosine, sine }: Component): number[] {
  const axes = [unit(cosine), unit(sine)];
  const [xs, ys] = axes.map((axis) => {
    const numbers = indices(p).map((row) =>
      axis.reduce((total, along, i) => total + along * values[row * n + i], 0),
    );
    const center = mean(numbers);
    return numbers.map((value) => value - center);
  });
  return xs.flatMap((x, row) => [x, ys[row]]);
}

/** Nats of the correct answer under logits. */
export function crossEntropy(logits: ArrayLike<number>, answer: number): number {
  let highest = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < logits.length; i++) highest = Math.max(highest, logits[i]);
  let total = 0;
  for (let i = 0; i < logits.length; i++) total += Math.exp(logits[i] - highest);
  return highest + Math.log(total) - logits[answer];
}
