// The only source of randomness: seeded pseudorandom streams, derived by purpose and step.

import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plusFromState } from 'pure-rand/generator/xoroshiro128plus';

/** A pseudorandom stream; each call advances it. */
export interface Random {
  /** Uniform in [0, 1), 53 bits. */
  float(): number;
  /** Uniform whole number in [0, below), `below` at most 2³². */
  integer(below: number): number;
  /** Standard normal: mean 0, standard deviation 1. */
  normal(): number;
  /** One of the items, uniformly. */
  choice<Item>(items: readonly Item[]): Item;
  /** Shuffles the items in place and returns them. */
  shuffle<Item>(items: Item[]): Item[];
}

/**
 * The stream of `seed` for one purpose. `random(7, 'facts', 'train', step)` depends on its arguments only, so that a resumed run
 * needs no stored generator state. Different keys give independent streams.
 */
export function random(seed: number, ...streamKey: (string | number)[]): Random {
  const generator = xoroshiro128plusFromState(hash([seed, ...streamKey].join('\u0000')));
  const float = () => uniformFloat64(generator);
  const integer = (below: number) => uniformInt(generator, 0, below - 1);
  return {
    float,
    integer,
    normal: () => normal(float),
    choice: (items) => items[integer(items.length)],
    shuffle(items) {
      for (let i = items.length - 1; i > 0; i--) {
        const j = integer(i + 1);
        [items[i], items[j]] = [items[j], items[i]];
      }
      return items;
    },
  };
}

/** A 128-bit hash: four 32-bit lanes of FNV-1a with different offsets, then MurmurHash3's finalizer. Never all zero. */
function hash(text: string): [number, number, number, number] {
  const lane = (start: number) => {
    let h = start;
    for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
    h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
    h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
    return h ^ (h >>> 16);
  };
  return [lane(0x811c9dc5) | 1, lane(0x9e3779b9), lane(0x243f6a88), lane(0xb7e15162)];
}

const EXP_MINUS_HALF = 0.6065306597126334;

/**
 * A standard normal deviate from comparisons of uniform ones. Math.log and Math.cos may differ between JavaScript engines in the
 * last bit, so initial weights would depend on the browser; sums, products and quotients may not. Exact up to the resolution
 * of `float`. Karney, "Sampling exactly from the normal distribution", ACM TOMS 42(1), 2016, algorithm N.
 */
function normal(float: () => number): number {
  for (;;) {
    let k = 0;
    while (float() < EXP_MINUS_HALF) k++;
    if (!allSucceed(k * (k - 1), () => float() < EXP_MINUS_HALF)) continue;
    const x = float();
    const y = (x * (2 * k + x)) / (2 * k + 2);
    if (!allSucceed(k + 1, () => bernoulliExpMinus(y, float))) continue;
    return float() < 0.5 ? k + x : -(k + x);
  }
}

/** Whether all `trials` trials succeed; stops at the first failure. */
function allSucceed(trials: number, trial: () => boolean): boolean {
  for (let i = 0; i < trials; i++) if (!trial()) return false;
  return true;
}

/** True with probability exp(-y), 0 ≤ y ≤ 1 (von Neumann 1951): a falling run y > u₁ > u₂ > … has even length. */
function bernoulliExpMinus(y: number, float: () => number): boolean {
  let even = true;
  let last = y;
  for (let u = float(); u < last; u = float()) {
    last = u;
    even = !even;
  }
  return even;
}
