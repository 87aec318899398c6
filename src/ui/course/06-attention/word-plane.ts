// Words that a change points to: rows of the unembedding on the plane of the change's two largest parts (a biplot).

import { dotProduct, unit } from '../../../shared/numbers.ts';
import type { Tensor } from '../../../workers/rpc/api/lab-api.ts';
import type { Place, WordPlane } from '../../scenes/delta/words.ts';

/** Words named for each part, and of all words those drawn. */
const [NAMED, DRAWN] = [2, 150];

/**
 * @param unembedding [V, C]
 * @param labels of the tokens (V); those without one are left out
 * @param parts (C) each
 * @param change (C): points up in the picture, the first part to its left
 */
export function wordPlane(
  unembedding: Tensor,
  labels: readonly (string | undefined)[],
  parts: readonly [Float32Array, Float32Array],
  change: Float32Array,
): WordPlane {
  const place = onPlane(parts, change);
  const C = change.length;
  const rows = labels.flatMap((text, id) =>
    text === undefined ? [] : [{ text, row: unembedding.data.subarray(id * C, (id + 1) * C) }],
  );
  const mean = change.map((_, c) => rows.reduce((sum, { row }) => sum + row[c], 0) / rows.length);
  const words = rows.map(({ text, row }) => ({ text, at: place(row.map((x, c) => x - mean[c])) }));
  const [first, second] = parts.map(place);
  const named = new Set(
    [first, second].flatMap(([x, y]) =>
      words
        .toSorted((one, other) => other.at[0] * x + other.at[1] * y - one.at[0] * x - one.at[1] * y)
        .slice(0, NAMED),
    ),
  );
  const every = Math.ceil(words.length / DRAWN);
  return {
    ...{ first, second, change: place(change) },
    words: words
      .map((word) => ({ ...word, isNamed: named.has(word) }))
      .filter(({ isNamed }, i) => isNamed || i % every === 0),
  };
}

/** Coordinates of a vector on the plane of two, turned so that the change points up and the first of them to the left. */
function onPlane([first, second]: readonly [Float32Array, Float32Array], change: Float32Array) {
  const along = unit(first);
  const share = dotProduct(second, along);
  const across = unit(second.map((x, c) => x - share * along[c]));
  const [x, y] = [dotProduct(change, along), dotProduct(change, across)];
  const length = Math.hypot(x, y) || 1;
  const side = y < 0 ? -1 : 1;
  return (vector: Float32Array): Place => {
    const [a, b] = [dotProduct(vector, along), dotProduct(vector, across)];
    return [(side * (b * x - a * y)) / length, (a * x + b * y) / length];
  };
}
