// Next-token predictions of every prefix, and one token in several contexts.

import { afterAll, beforeAll, expect, it } from 'vitest';
import type { TransformerSession } from '../../../src/workers/session/transformer/transformer-session.ts';
import { createLab } from '../../support/workers/lab-fixtures.ts';

const TEXT = 'the sleepy cats';

let lab: TransformerSession;

beforeAll(async () => {
  ({ transformer: lab } = await createLab());
  await lab.create({ preset: 'stories', model: { L: 2, H: 2, C: 16, T: 16, mlpWidth: 16, initStd: 0.3 } });
});

afterAll(() => lab.dispose());

it('the prediction after each prefix is that of the prefix alone', async () => {
  const { prefixes } = await lab.lens('next-token', { text: TEXT });
  const words = TEXT.split(' ');
  expect(prefixes.map(({ token }) => token.text)).toEqual(words);
  for (const [i, { next, actual }] of prefixes.entries()) {
    const alone = await lab.inspect({ text: words.slice(0, i + 1).join(' '), names: [] });
    expect(next[0].text).toBe(alone.next[0].text);
    expect(next[0].probability).toBeCloseTo(alone.next[0].probability, 5);
    expect(actual?.text).toBe(words[i + 1]);
    if (actual) expect(actual.loss).toBeCloseTo(-Math.log(actual.probability), 6);
  }
});

it('a token has one embedding in every context, and the context moves its vectors apart', async () => {
  const { phrases, stages } = await lab.lens('context-comparison', { text: TEXT, token: 2, by: 'contexts' });
  expect(phrases).toHaveLength(3);
  expect(phrases.map(({ tokens }) => tokens.at(-1))).toEqual(['cats', 'cats', 'cats']);
  expect(new Set(phrases.map(({ tokens }) => tokens.at(-2))).size).toBe(3);
  expect(Math.max(...stages[0].distances.flat())).toBe(0);
  const last = stages[stages.length - 1];
  expect(last.meaning).toBe('after MLP 2');
  expect(last.distances[0][1]).toBeGreaterThan(0);
  expect(last.distances[0][1]).toBe(last.distances[1][0]);
});

it('given contexts come first, without those that the model cannot read', async () => {
  const others = ['the cats', 'zyzzyva cats', 'no such animal', 'a dog and its cats'];
  const { phrases } = await lab.lens('context-comparison', { text: TEXT, token: 2, by: 'contexts', others });
  expect(phrases.map(({ tokens }) => tokens.join(' '))).toEqual([
    TEXT,
    'the cats',
    expect.stringMatching(/cats$/),
  ]);
});

it('growing phrases end with the whole text and its prediction', async () => {
  const { phrases } = await lab.lens('context-comparison', { text: TEXT, token: 2, by: 'growing' });
  expect(phrases.map(({ tokens }) => tokens.join(' '))).toEqual(['cats', 'sleepy cats', TEXT]);
  const whole = await lab.inspect({ text: TEXT, names: [] });
  expect(phrases[2].next[0].probability).toBeCloseTo(whole.next[0].probability, 5);
});

it('an unknown position throws', async () => {
  await expect(lab.lens('context-comparison', { text: TEXT, token: 7, by: 'growing' })).rejects.toThrow(
    'there is no token 7',
  );
});
