// Whether two trainings find the same features: for each feature the most similar one of another seed, beside chance.

import { random } from '../../../shared/random.ts';
import { type Dictionary, writtenDirection } from './dictionary.ts';
import type { SparseCode } from './sparse-code.ts';

/** Cosines between directions that features write, dead ones left out. */
export interface Stability {
  /** Mean over features of the largest cosine with a feature of another seed. */
  cosine: number;
  /** Share of features whose most similar one has a cosine above 0.9. */
  found: number;
  /** The mean with as many random directions in place of the other seed's features. */
  chance: number;
}

const FOUND = 0.9;

export function stabilityOf(
  one: { readonly dictionary: Dictionary; readonly code: SparseCode },
  others: readonly { readonly dictionary: Dictionary; readonly code: SparseCode }[],
): Stability {
  const own = unitDirections(one);
  const best = others.flatMap((other) => largestCosines(own, unitDirections(other)));
  const stream = random(0, 'random dictionary');
  const drawn = others.flatMap((other) =>
    largestCosines(
      own,
      unitDirections(other).map((direction) => unit(direction.map(() => stream.normal()))),
    ),
  );
  const mean = (values: readonly number[]) =>
    values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
  return {
    cosine: mean(best),
    found: mean(best.map((cosine) => Number(cosine > FOUND))),
    chance: mean(drawn),
  };
}

function unitDirections({ dictionary, code }: { dictionary: Dictionary; code: SparseCode }): Float32Array[] {
  const alive = Array.from({ length: dictionary.F }, (_, f) => f).filter((f) => code.active(f) > 0);
  return alive.map((f) => unit(writtenDirection(dictionary, f)));
}

function unit(direction: Float32Array): Float32Array {
  const norm = Math.hypot(...direction) || 1;
  return direction.map((x) => x / norm);
}

function largestCosines(own: readonly Float32Array[], other: readonly Float32Array[]): number[] {
  return own.map((direction) =>
    other.reduce((most, each) => {
      let cosine = 0;
      for (let i = 0; i < each.length; i++) cosine += direction[i] * each[i];
      return Math.max(most, cosine);
    }, -1),
  );
}
