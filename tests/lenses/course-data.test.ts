// Lenses on the data of the course, which begins with a curriculum and has byte tokens: neither is taken for the language.

import { afterAll, beforeAll, expect, it } from 'vitest';
import { principalAxes } from '../../src/lenses/embedding/principal-axes.ts';
import type { RunInfo } from '../../src/workers/rpc/api/lab-api.ts';
import type { TransformerSession } from '../../src/workers/session/transformer/transformer-session.ts';
import { createLab } from '../support/workers/lab-fixtures.ts';

const BYTES = 256;
const C = 16;

let lab: TransformerSession;
let run: RunInfo;

beforeAll(async () => {
  ({ transformer: lab } = await createLab());
  run = await lab.create({ preset: 'world', model: { L: 1, H: 2, C, T: 32, mlpWidth: 16 } });
});

afterAll(() => lab.dispose());

it('byte pairs are learned from sentences, not from the curriculum’s letters: spaces and capitals belong to tokens', async () => {
  const text = 'Once upon a time there was a grandmother';
  const { pieces, unknown, learnt } = await lab.lens('byte-pairs', { text, size: 1500, merges: 5000 });
  expect(unknown).toEqual([]);
  expect(pieces.join('')).toBe(text);
  expect(pieces.slice(0, 7)).toEqual(['Once', ' upon', ' a', ' time', ' there', ' was', ' a']);
  expect(learnt).toContain(' the');
});

it('the axes of a plot are those of the words alone, and bytes have no point', async () => {
  const words = run.vocabulary.length - BYTES;
  const { matrix, points, explained } = await lab.lens('embedding', {});
  expect(points.shape).toEqual([words, 3]);
  const alone = principalAxes({ vectors: matrix.data.subarray(0, words * C), V: words, C });
  expect(explained).toEqual(alone.explained);
  const umap = await lab.lens('umap', { dimensions: 2, seed: 1, restart: true });
  expect(umap.points.shape).toEqual([words, 3]);
  const stream = await lab.lens('residual-stream', { text: 'The king' });
  expect(stream.words.shape).toEqual([words, 3]);
});

it('neurons are named by words, not by bytes', async () => {
  const { neurons } = await lab.lens('mlp-neurons', { text: 'The king', layer: 0, count: 16 });
  const named = neurons.flatMap(({ asks, promoted }) => [...asks, ...promoted].map(({ id }) => id));
  expect(named).toHaveLength(16 * 6);
  expect(named.filter((id) => id >= run.vocabulary.length - BYTES)).toEqual([]);
});
