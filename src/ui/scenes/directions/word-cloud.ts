// Other words on the plane of an analogy: the axes are those of the lens.

import { memoize } from '../../../shared/memoize.ts';
import { dotProduct, unit } from '../../../shared/numbers.ts';
import type { Tensor, TokenScore } from '../../../workers/rpc/api/lab-api.ts';
import type { DirectionsInput } from './directions-scene.ts';

/** Ids of a − b + c and of the word that should be there. */
interface Analogy {
  readonly a: number;
  readonly b: number;
  readonly c: number;
  readonly expected: number;
}

/** Words drawn at most, but for those with a name. */
const DRAWN = 220;

/**
 * @param matrix [V, C]
 * @param vocabulary tokens that are no words are left out
 * @param named ids
 */
export function wordCloud(
  { data, shape: [, C] }: Tensor,
  vocabulary: readonly string[],
  words: Analogy,
  named: readonly number[],
): NonNullable<DirectionsInput['cloud']> {
  const row = (id: number) => data.subarray(id * C, (id + 1) * C);
  const step = (from: number, to: number) => row(to).map((x, c) => x - row(from)[c]);
  const { a, b, c, expected } = words;
  const x = unit(step(b, a));
  const [across, opposite] = [step(b, c), step(a, expected)];
  const mean = across.map((value, i) => (value + opposite[i]) / 2);
  const share = dotProduct(mean, x);
  const y = unit(mean.map((value, i) => value - share * x[i]));
  const ids = [...vocabulary.keys()].filter((id) => /^\s?\p{L}{2,}$/u.test(vocabulary[id]));
  const every = Math.ceil(ids.length / DRAWN);
  return ids
    .filter((id, i) => ![a, b, c, expected].includes(id) && (named.includes(id) || i % every === 0))
    .map((id) => ({
      at: [dotProduct(row(id), x), dotProduct(row(id), y)] as const,
      ...(named.includes(id) && { name: vocabulary[id].trim() }),
    }));
}

/** Names beside the four words. */
const NEAR_COUNT = 5;

/** The same cloud for the same matrix, words and answer. */
export const cloudOf = memoize((vocabulary: readonly string[]) =>
  memoize((matrix: Tensor) =>
    memoize((words: Analogy) =>
      memoize((nearest: readonly TokenScore[]) => {
        const near = nearest.slice(0, NEAR_COUNT).map(({ id }) => id);
        return wordCloud(matrix, vocabulary, words, near);
      }),
    ),
  ),
);
