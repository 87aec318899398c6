// Chapter 5: what each moment shows, untouched.

import { expect } from 'vitest';
import type { Claims } from '../claims.ts';
import type { MapStage } from '../map-stage.ts';
import { counts, drawsNeurons, guessesOfLast, solves, sweeps } from './shared.ts';

/** The text has grown beyond the tokens of the prompt. */
const writesBeyond =
  (tokens: number) =>
  ({ tokens: read }: MapStage) =>
    expect.poll(async () => (await read()).length).toBeGreaterThan(tokens);

/** Several next words are likely. */
async function hasSeveralBars({ says, inMap }: MapStage) {
  await says(/After “blue” the network predicts/);
  const bars = await inMap(
    ({
      scene: {
        input: { values },
      },
    }) => values?.next.map(({ probability }) => probability) ?? [],
  );
  expect(bars[0]).toBeLessThan(0.8);
  expect(bars[2]).toBeGreaterThan(0.02);
}

/** Bars of the next token as the scene has them, which fall slowly from the largest. */
const drawsBars =
  (...steps: string[]) =>
  async ({ marks }: MapStage) => {
    const shares = async () =>
      (await marks('temperature')).filter(({ key }) => key.startsWith('bar-')).map(({ value }) => value ?? 0);
    await expect.poll(async () => (await shares()).length).toBe(12);
    const [first, , third] = await shares();
    expect(first).toBeLessThan(0.8);
    expect(third).toBeGreaterThan(0.02);
    const keys = async () => (await marks('temperature')).map(({ key }) => key);
    await expect.poll(keys).toEqual(expect.arrayContaining(steps));
  };

export const CLAIMS: Claims<MapStage> = {
  0: {
    shows: 'the network writes: a word drops in as a new column, again and again',
    holds: writesBeyond(7),
  },
  82.7: {
    shows: 'a text runs into the network, and a bar grows for each likely next word',
    holds: async (stage) => {
      await sweeps(stage);
      await hasSeveralBars(stage);
    },
  },
  105: { shows: 'a word is drawn from the bars and appended', holds: writesBeyond(3) },
  133.4: { shows: 'a small model writes on by itself', holds: writesBeyond(7) },
  199.1: {
    scene: 'cuts',
    shows:
      'the text as words, with their ids, as byte pairs and as characters; a rare word is several byte pairs',
    holds: async ({ marks }) => {
      const boxes = async () =>
        (await marks('cuts')).flatMap(({ key, name = '' }) =>
          /^pairs-\d+$/.test(key) ? [name.split(' ').at(-1)] : [],
        );
      await expect
        .poll(boxes)
        .toEqual(['Once', '␣upon', '␣a', '␣time', '␣there', '␣was', '␣a', '␣grand', 'm', 'other']);
      const words = (await marks('cuts')).filter(({ key }) => /^words-\d+$/.test(key));
      expect(words.map(({ value }) => typeof value)).toEqual(Array(8).fill('number'));
    },
  },
  235.3: {
    shows: 'curves that carry fashion to model',
    holds: ({ says }) => says(/attention from “model”: .*to “fashion”/),
  },
  269.2: { shows: 'one vector through the neurons of an MLP', holds: drawsNeurons },
  294.9: { shows: 'a front runs through four blocks of attention and MLP', holds: sweeps },
  328.9: {
    shows: 'the last vector becomes bars: word',
    holds: ({ says }) => says(/predicts “word”/),
  },
  395.7: {
    shows: 'the two ends bright, the blocks between them dim',
    holds: ({ says }) => says(/^4 blocks of 4 heads and 512 neurons.*Bright: what goes in/),
  },
  449: {
    shows: 'a line that turns until it fits its points',
    holds: ({ texts }) =>
      expect.poll(async () => Number((await texts('lab-line-fit >>> label b'))[0])).toBeGreaterThan(0.4),
  },
  538.1: {
    shows: 'one word as an array of 128 numbers, and the arrays that become of it',
    holds: async ({ says, reads }) => {
      await says(/ 128 numbers\.$/);
      await reads('.stages .numbers', /last: .*last: .*last: /);
    },
  },
  617.8: {
    scene: 'product',
    shows: 'a row of 128 weights times a vector, whose products pile up to one logit',
    async holds({ marks }) {
      const products = async () =>
        (await marks('product'))
          .filter(({ key }) => key.startsWith('product-'))
          .map(({ value = 0 }) => value);
      await expect.poll(async () => (await products()).length).toBe(128);
      const sum = (await marks('product')).find(({ key }) => key === 'sum')?.value;
      expect(sum).toBeCloseTo((await products()).reduce((all, each) => all + each));
    },
  },
  666.3: {
    scene: 'counting',
    shows: '175,181,291,520 weights in eight kinds of matrices',
    holds: counts({ total: 175_181_291_520, up: 57_982_058_496 }),
  },
  717.9: {
    scene: 'colours',
    shows:
      'all 172,544 weights of a matrix in blue and red, between the grey data of one word and the grey result',
    async holds({ marks }) {
      const numbers = async (of: string) => (await marks('colours')).find(({ key }) => key === of)?.value;
      await expect.poll(() => numbers('weights')).toBe(1348 * 128);
      expect([await numbers('data'), await numbers('result')]).toEqual([128, 1348]);
    },
  },
  747.5: {
    shows: 'the embedding matrix, with the columns of these words lit',
    holds: async ({ says, inMap }) => {
      await says(/^Each token becomes/);
      await expect
        .poll(() =>
          inMap(
            ({
              scene: {
                input: { values },
              },
            }) => values?.lenses.weights?.tensor.shape,
          ),
        )
        .toEqual([1348, 128]);
    },
  },
  803.6: {
    shows: 'every word as a point of a space that turns',
    holds: async ({ reads, texts }) => {
      await reads('[aria-label="Embedding space"] h2', /^Every word as a point$/);
      const labels = () => texts('[aria-label="Embedding space"] lab-point-cloud >>> text');
      await expect.poll(async () => (await labels()).length).toBeGreaterThan(5);
      expect((await labels()).filter((label) => /^<..?>$/.test(label))).toEqual([]);
    },
  },
  861.3: {
    shows: 'the nearest neighbours of basketball: other sports',
    holds: ({ reads }) =>
      reads('[aria-label^="Nearest neighbours"] tbody th', /^cricket .*hockey .*football/),
  },
  898.3: {
    scene: 'directions',
    shows: 'the step from man to king, laid at woman, ends nearest to queen',
    holds: async (stage) => {
      await stage.says(/^king − man \+ woman is nearest to “queen”, .* from “queen” in all 128 dimensions/);
      await solves(stage, ['king', 'man', 'woman', 'queen']);
      const gap = async () => (await stage.marks('directions')).find(({ key }) => key === 'gap')?.value;
      const [a, b, c, expected] = await stage.idsOf('king', 'man', 'woman', 'queen');
      expect(await gap()).toBe((await stage.lens('analogy', { a, b, c, expected, count: 1 })).gap);
    },
  },
  994.7: {
    scene: 'dot',
    shows: 'two arrows, the shadow of one on the other, and the bar of their product',
    async holds({ marks, says }) {
      const value = async (of: string) => (await marks('dot')).find(({ key }) => key === of)?.value;
      await expect.poll(() => value('product')).toBeCloseTo(0.5 * 1.2 + 1.2 * 0.4, 6);
      const [shadow, length] = [await value('shadow'), await value('arrow-w')];
      expect((shadow ?? 0) * (length ?? 0)).toBeCloseTo(1.08, 6);
      await says(/In the model, king · queen = /);
    },
  },
  1026.5: {
    shows: 'plurals have the larger dot products with cats − cat',
    holds: async ({ reads, texts }) => {
      await reads('.columns + p[role=status]', /In \d+ of \d+ pairs/);
      const [larger, pairs] = ((await texts('.columns + p[role=status]'))[0].match(/\d+/g) ?? []).map(Number);
      expect(larger).toBe(pairs);
    },
  },
  1070.2: {
    scene: 'counting',
    shows: '617,558,016 weights of the embedding',
    holds: counts({ 'now-embedding': 617_558_016, total: 617_558_016 }),
  },
  1105.4: {
    shows: 'what the vector of model would predict, block after block',
    holds: async (stage) => {
      await stage.says(/the token that the unembedding would predict/);
      await expect.poll(async () => new Set(await guessesOfLast(stage)).size).toBeGreaterThan(2);
    },
  },
  1189.5: {
    shows: 'as many columns as tokens',
    holds: ({ says }) => says(/read 7 tokens/),
  },
  1223: { shows: 'the last vector through one matrix to a bar a word', holds: hasSeveralBars },
  1305.7: {
    scene: 'counting',
    shows: 'as many weights again',
    holds: counts({ 'now-unembedding': 617_558_016, total: 1_235_116_032 }),
  },
  1342.5: {
    scene: 'temperature',
    shows: 'logits raised to powers of e, then divided into shares of one',
    holds: drawsBars(),
  },
  1435.1: {
    scene: 'temperature',
    shows: 'twelve bars of the next token, which T = 0.3 makes steeper than their outlines at T = 1',
    holds: drawsBars('knob'),
  },
  1473.5: {
    shows: 'stories at several temperatures',
    holds: ({ sees }) => sees('[aria-label="Stories by temperature"] li'),
  },
  1533.1: {
    scene: 'temperature',
    shows: 'logits under the probabilities that softmax makes of them',
    holds: drawsBars(),
  },
};
