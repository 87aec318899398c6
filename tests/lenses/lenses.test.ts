// Lenses on the embedding, the residual stream, weights and tokenization.

import { afterAll, beforeAll, expect, it } from 'vitest';
import type { RunInfo } from '../../src/workers/rpc/api/lab-api.ts';
import type { TransformerSession } from '../../src/workers/session/transformer/transformer-session.ts';
import { createLab } from '../support/workers/lab-fixtures.ts';

let lab: TransformerSession;
let run: RunInfo;

beforeAll(async () => {
  ({ transformer: lab } = await createLab());
  run = await lab.create({ preset: 'stories', model: { L: 2, H: 2, C: 16, T: 16, mlpWidth: 16 } });
});

afterAll(() => lab.dispose());

const idOf = (word: string) => run.vocabulary.indexOf(word);

it('the embedding is the whole matrix, one row a token', async () => {
  const { matrix, points, explained } = await lab.lens('embedding', {});
  expect(matrix.shape).toEqual([run.vocabulary.length, 16]);
  expect(points.shape).toEqual([run.vocabulary.length, 3]);
  const { activations } = await lab.inspect({ text: 'king', names: ['hook_embed'] });
  const row = matrix.data.subarray(16 * idOf('king'), 16 * idOf('king') + 16);
  expect(Array.from(activations.hook_embed?.data ?? [])).toEqual(Array.from(row));
  expect(explained.reduce((sum, share) => sum + share)).toBeLessThan(1);
});

it('an analogy excludes its inputs and returns the rank of the expected token', async () => {
  const [a, b, c, expected] = ['king', 'man', 'woman', 'queen'].map(idOf);
  const all = await lab.lens('analogy', { a, b, c, expected, count: run.vocabulary.length });
  expect(all.nearest).toHaveLength(run.vocabulary.length - 3);
  expect(all.nearest[(all.expectedRank ?? 0) - 1].text).toBe('queen');
  expect(Math.abs(all.alike ?? 2)).toBeLessThan(1);
  expect(all.point).toHaveLength(3);
  // A plane shows no distance longer than it is.
  const [x, y] = [0, 1].map((axis) => all.plane[6 + axis] - all.plane[8 + axis]);
  expect(all.gap).toBeGreaterThan(Math.hypot(x, y));
  expect((await lab.lens('analogy', { a, b, c, expected: a, count: 1 })).gap).toBeGreaterThan(0);
});

it('a direction’s product with its end exceeds that with its start by its length squared', async () => {
  const [from, to] = ['cat', 'cats'].map(idOf);
  const { products, length } = await lab.lens('direction-projection', { from, to, ids: [from, to] });
  expect(products[1].score - products[0].score).toBeCloseTo(length ** 2, 8);
});

it('the relations of the data set have both measures', async () => {
  const { relations } = await lab.lens('relations', {});
  expect(relations.map(({ name }) => name)).toEqual(['gender', 'plural', 'capital']);
  expect(relations[0].pairs[0]).toEqual({ from: idOf('king'), to: idOf('queen') });
  for (const { solved, consistency } of relations) {
    expect(solved).toBeLessThan(0.2);
    expect(Math.abs(consistency)).toBeLessThan(0.5);
  }
});

it('the residual stream ends with the model’s prediction', async () => {
  const { stages } = await lab.lens('residual-stream', { text: 'the sleepy cats' });
  expect(stages.map(({ meaning }) => meaning)).toEqual([
    'token + position',
    'after attention 1',
    'after MLP 1',
    'after attention 2',
    'after MLP 2',
  ]);
  const { next } = await lab.inspect({ text: 'the sleepy cats', names: [] });
  expect(stages.at(-1)?.next[0].id).toBe(next[0].id);
  expect(stages.at(-1)?.next[0].probability).toBeCloseTo(next[0].probability, 6);
});

it('all parameters are listed', async () => {
  const parameters = await lab.lens('parameters', {});
  const count = parameters.reduce((sum, { shape }) => sum + shape.reduce((a, b) => a * b), 0);
  expect(count).toBe(run.parameterCount);
});

it('a dot product is the sum of the products, and the product of both lengths and the cosine', async () => {
  const { vectors, sum, lengths, cosine } = await lab.lens('dot-product', {
    one: idOf('king'),
    other: idOf('queen'),
  });
  expect(vectors[0].reduce((total, value, i) => total + value * vectors[1][i], 0)).toBeCloseTo(sum, 5);
  expect(lengths[0] * lengths[1] * cosine).toBeCloseTo(sum, 10);
});

it('the unembedding times the last vector gives the logits', async () => {
  const { tensor } = await lab.lens('weights', { name: 'lm_head.weight' });
  const names = ['logits', 'ln_final.hook_normalized'] as const;
  const { activations } = await lab.inspect({ text: 'the sleepy cats', names: [...names] });
  const [logits, vectors] = names.map((name) => activations[name]?.data ?? new Float32Array());
  const last = vectors.subarray(-16);
  const row = tensor.data.subarray(16 * 7, 16 * 8);
  const sum = row.reduce((total, weight, i) => total + weight * last[i], 0);
  expect(sum).toBeCloseTo(logits[logits.length - run.vocabulary.length + 7], 5);
  await expect(lab.lens('weights', { name: 'wte' })).rejects.toThrow("no weights 'wte'");
  await expect(lab.lens('weights', {})).rejects.toThrow('needs the name of a parameter, or a view');
  expect((await lab.lens('weights', { view: 'unembedding' })).tensor).toEqual(tensor);
});

it('the first stage of the stream lies near the tokens, on the same axes', async () => {
  const { stages, words } = await lab.lens('residual-stream', { text: 'the sleepy cats' });
  const { points } = await lab.lens('embedding', {});
  expect(words.data).toEqual(points.data);
  for (const { point } of stages) expect(point.every(Number.isFinite)).toBe(true);
});

it('UMAP advances some epochs per request, on the weights of its first request', async () => {
  const first = await lab.lens('umap', { dimensions: 2, seed: 1, restart: true });
  const next = await lab.lens('umap', { dimensions: 2, seed: 1, restart: false });
  expect([first.epoch, next.epoch]).toEqual([25, 50]);
  expect(first.points.shape).toEqual([run.vocabulary.length, 3]);
  const again = await lab.lens('umap', { dimensions: 2, seed: 1, restart: true });
  expect(again).toEqual(first);
  expect((await lab.lens('umap', { dimensions: 3, seed: 1, restart: false })).epoch).toBe(25);
});

it('byte pairs are learned from the run’s data and applied merge by merge', async () => {
  const request = { text: 'the king and the queen', size: 60 };
  const bytes = await lab.lens('byte-pairs', { ...request, merges: 0 });
  expect(bytes.pieces).toEqual([...request.text]);
  expect(bytes.length).toBe(bytes.bytes);
  expect(bytes.alphabet + bytes.merges).toBe(60);
  const one = await lab.lens('byte-pairs', { ...request, merges: 1 });
  const [best] = bytes.candidates;
  expect(one.learnt).toEqual([best.first + best.second]);
  expect(one.length).toBe(bytes.length - best.count);
  const all = await lab.lens('byte-pairs', { ...request, merges: 9999 });
  expect([all.applied, all.candidates]).toEqual([all.merges, []]);
  expect(all.pieces.length).toBeLessThan(bytes.pieces.length);
  expect(all.pieces.join('')).toBe(request.text);
  expect(all.learnt).toContain(' the');
});

it('a text is split into words and into characters', async () => {
  const { words, characters } = await lab.lens('tokenizations', { text: 'cats, too' });
  expect(words).toEqual(['cats', ',', 'too']);
  expect(characters).toHaveLength(9);
});

it('an unknown token id is named', async () => {
  await expect(lab.lens('nearest-tokens', { id: 9999, by: 'cosine', count: 3 })).rejects.toThrow(
    'no token 9999',
  );
});
