// The page of a head: where it writes most and what it attends to there, against the lens that traces one head.

import { afterAll, beforeAll, expect, it } from 'vitest';
import type { HeadProfileResult } from '../../../src/workers/rpc/api/lab-api.ts';
import type { TransformerSession } from '../../../src/workers/session/transformer/transformer-session.ts';
import { createLab } from '../../support/workers/lab-fixtures.ts';

const HEAD = { layer: 1, head: 1 };
const TEXTS = ['the sleepy cats', 'the cats', 'cats the sleepy cats the'];

let lab: TransformerSession;
let profile: HeadProfileResult;

beforeAll(async () => {
  ({ transformer: lab } = await createLab());
  await lab.create({ preset: 'stories', model: { L: 2, H: 2, C: 16, T: 16, mlpWidth: 16, initStd: 0.3 } });
  profile = await lab.lens('head-profile', { ...HEAD, texts: TEXTS });
});

afterAll(() => lab.dispose());

/** Size of what the head writes at each token of a text, with its attention. */
async function traced(text: string) {
  const { tokens } = await lab.lens('head-trace', { ...HEAD, text, query: 0 });
  const rows = [];
  for (const query of tokens.keys()) {
    const { changes, pattern } = await lab.lens('head-trace', { ...HEAD, text, query });
    const T = tokens.length;
    rows.push({
      tokens: tokens.slice(0, query + 1),
      size: Math.hypot(...changes[HEAD.head]),
      weights: Array.from(pattern.subarray(query * T, query * T + query + 1)),
    });
  }
  return rows;
}

it('the strongest query of each text, by the size of what the head adds to the stream', async () => {
  const texts: Awaited<ReturnType<typeof traced>>[] = [];
  for (const text of TEXTS) texts.push(await traced(text));
  const all = texts.flat();
  const mean = all.reduce((sum, { size }) => sum + size, 0) / all.length;
  // The first token sees itself alone.
  const strongest = texts.map((rows) =>
    rows.slice(1).reduce((best, row) => (row.size > best.size ? row : best)),
  );
  const [first] = strongest.toSorted((a, b) => b.size - a.size);
  expect(profile.sequences[0].tokens).toEqual(first.tokens);
  expect(profile.sequences[0].strength).toBeCloseTo(first.size / mean, 4);
  profile.sequences[0].weights.forEach((weight, key) => {
    expect(weight).toBeCloseTo(first.weights[key], 5);
  });
});

it('a token’s value as a query is the mean size there over all', async () => {
  const all = [];
  for (const text of TEXTS) all.push(...(await traced(text)));
  const mean = all.reduce((sum, { size }) => sum + size, 0) / all.length;
  for (const { id, value, count } of profile.queries) {
    const at = all.filter(({ tokens }) => tokens.at(-1)?.id === id);
    expect(count).toBe(at.length);
    expect(value).toBeCloseTo(at.reduce((sum, { size }) => sum + size, 0) / at.length / mean, 4);
  }
});

it('a token’s value as a key is what it receives over what its positions receive', async () => {
  const texts: Awaited<ReturnType<typeof traced>>[] = [];
  for (const text of TEXTS) texts.push(await traced(text));
  /** Mean attention of a query on a key, over the texts that reach it. */
  const meanAt = (query: number, key: number) => {
    const at = texts.flatMap((rows) => (rows[query] ? [rows[query].weights[key]] : []));
    return at.reduce((sum, weight) => sum + weight, 0) / at.length;
  };
  for (const { id, value } of profile.keys) {
    let [received, expected] = [0, 0];
    for (const rows of texts)
      rows.forEach(({ tokens, weights }, query) => {
        for (const [key, token] of tokens.entries())
          if (token.id === id) {
            received += weights[key];
            expected += meanAt(query, key);
          }
      });
    expect(value).toBeCloseTo(received / expected, 4);
  }
});

it('the strongest come first, and each pair of query and key once', () => {
  const strengths = profile.sequences.map(({ strength }) => strength);
  expect(strengths).toEqual(strengths.toSorted((a, b) => b - a));
  const pairs = profile.sequences.map(({ tokens, weights }) =>
    [tokens.at(-1)?.id, tokens[weights.indexOf(Math.max(...weights))].id].join(),
  );
  expect(new Set(pairs).size).toBe(pairs.length);
});
