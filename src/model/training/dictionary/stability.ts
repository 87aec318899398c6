// Whether two trainings find the same features: for each feature the most similar one of another seed, beside chance.

import type { Job } from '../../../shared/job.ts';
import { dotProduct, indices, sum } from '../../../shared/numbers.ts';
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
/** Features between two yields: some 10 ms where there are thousands. */
const BLOCK = 16;

export async function* stabilityOf(
  one: { readonly dictionary: Dictionary; readonly code: SparseCode },
  others: readonly { readonly dictionary: Dictionary; readonly code: SparseCode }[],
): Job<Stability> {
  const own = unitDirections(one);
  const stream = random(0, 'random dictionary');
  const [best, drawn]: number[][] = [[], []];
  for (const other of others) {
    const directions = unitDirections(other);
    best.push(...(yield* mapInBlocks(own, (direction) => largestCosine(direction, directions))));
    const draw = (direction: Float32Array) => unit(direction.map(() => stream.normal()));
    const chance = yield* mapInBlocks(directions, draw);
    drawn.push(...(yield* mapInBlocks(own, (direction) => largestCosine(direction, chance))));
  }
  const mean = (values: readonly number[]) => sum(values) / Math.max(1, values.length);
  return {
    cosine: mean(best),
    found: mean(best.map((cosine) => Number(cosine > FOUND))),
    chance: mean(drawn),
  };
}

function unitDirections({ dictionary, code }: { dictionary: Dictionary; code: SparseCode }): Float32Array[] {
  const alive = indices(dictionary.F).filter((f) => code.active(f) > 0);
  return alive.map((f) => unit(writtenDirection(dictionary, f)));
}

function unit(direction: Float32Array): Float32Array {
  const norm = Math.hypot(...direction) || 1;
  return direction.map((x) => x / norm);
}

function largestCosine(direction: Float32Array, others: readonly Float32Array[]): number {
  return others.reduce((most, each) => Math.max(most, dotProduct(direction, each)), -1);
}

async function* mapInBlocks<Result>(
  directions: readonly Float32Array[],
  toResult: (direction: Float32Array) => Result,
): Job<Result[]> {
  const results: Result[] = [];
  for (let first = 0; first < directions.length; first += BLOCK) {
    results.push(...directions.slice(first, first + BLOCK).map(toResult));
    yield { label: 'features compared with another seed', done: results.length, total: directions.length };
  }
  return results;
}
