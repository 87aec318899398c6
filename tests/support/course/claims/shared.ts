// Claims that several chapters have.

import { expect } from 'vitest';
import type { MapStage } from '../map-stage.ts';

/** The forward pass has been drawn by itself, down to the prediction. */
export async function sweeps({ shot, says }: MapStage) {
  await expect.poll(async () => (await shot()).front).toBe('play');
  await says(/^\d blocks of \d heads and 512 neurons .* the network predicts/);
}

/** Rows, activations and columns of these neurons of an MLP are drawn. */
export async function drawsNeurons({ inMap, says }: MapStage) {
  await says(/^MLP \d at “.+”: \d+ of 512 neurons are active\. Rows are named for the words/);
  expect(
    await inMap(
      ({
        scene: {
          input: { values },
        },
      }) => values?.lenses['mlp-neurons']?.neurons.length,
    ),
  ).toBeGreaterThan(2);
}

/** In the logit lens, the layers after which the last token's first guess is a word, 0 the embedding. */
export const guessesOfLast = ({ inMap }: MapStage) =>
  inMap(
    ({
      scene: {
        input: { values },
      },
    }) => values?.lenses['logit-lens']?.rows.map(({ cells }) => cells.at(-1)?.next[0].text) ?? [],
  );

/** The expected word of an analogy has rank 1, and the arrow of the plot ends nearest to it. */
export async function solves({ idsOf, lens }: MapStage, words: readonly [string, string, string, string]) {
  const [a, b, c, expected] = await idsOf(...words);
  const { plane, expectedRank } = await lens('analogy', { a, b, c, expected, count: 3 });
  expect(expectedRank).toBe(1);
  const [tip, ...points] = [3, 0, 1, 2, 4].map((i) => plane.slice(2 * i, 2 * i + 2));
  const distances = points.map(([x, y]) => Math.hypot(x - tip[0], y - tip[1]));
  expect(distances.indexOf(Math.min(...distances))).toBe(3);
}

/** Numbers of the counting scene, by the keys of its marks. */
export const counts =
  (numbers: Readonly<Record<string, number>>) =>
  async ({ marks }: MapStage) => {
    const shown = async () =>
      Object.fromEntries((await marks('counting')).map(({ key, value }) => [key, value]));
    await expect.poll(shown).toMatchObject(numbers);
  };
