// Chapter 6: what each moment shows, untouched.

import { expect } from 'vitest';
import type { NetworkScene } from '../../../../src/ui/scenes/network/network-scene.ts';
import type { Claim, Claims } from '../claims.ts';
import type { MapStage } from '../map-stage.ts';
import { counts, guessesOfLast, sweeps } from './shared.ts';

/** What is said of a head up to a step: of vectors their length, of scores the best, of weights the largest. */
const SAID: Readonly<Record<string, RegExp>> = {
  queries: /numbers at “creature” become a query of \d+/,
  keys: /keys have \d+ numbers/,
  'q · k': /“creature” matches “(fluffy|blue)” best/,
  mask: /“creature” matches “(fluffy|blue)” best/,
};
const ADJECTIVES = /“creature” attends most to “(fluffy|blue)”/;
/** The nouns of the film's sentence, each with its adjectives. */
const ADJECTIVES_OF = { creature: ['fluffy', 'blue'], forest: ['verdant'] };

/** The head that follows “noun to adjective” most is shown up to a step, and each noun of the prompt attends to its adjectives. */
async function showsAdjectives(stage: MapStage, step: string) {
  expect((await stage.shot()).target).toEqual({ at: 'head', ...(await stage.bestHead('noun to adjective')) });
  await stage.says(SAID[step] ?? ADJECTIVES);
  await stage.drawsUpTo(step);
  const tokens = await stage.tokens();
  for (const [noun, adjectives] of Object.entries(ADJECTIVES_OF)) {
    if (!tokens.includes(noun)) continue;
    const onAdjectives = async () => {
      const weights = await rowOf(stage, tokens.indexOf(noun));
      return sum(weights.filter((_, key) => adjectives.includes(tokens[key])));
    };
    await expect.poll(onAdjectives).toBeGreaterThan(0.8);
  }
}

/** Of the traced head: the attention of a token. */
const rowOf = ({ inMap }: MapStage, query: number) =>
  inMap(
    (
      {
        scene: {
          input: { values },
        },
      },
      query,
    ) => {
      const { pattern = [], tokens = [] } = values?.lenses['head-trace'] ?? {};
      return Array.from(pattern.slice(query * tokens.length, (query + 1) * tokens.length));
    },
    query,
  );

const ofHead = (shows: string, step: string, more?: Claim<MapStage>['holds']): Claim<MapStage> => ({
  shows,
  async holds(stage) {
    await showsAdjectives(stage, step);
    await more?.(stage);
  },
});

/** That head is bright among those of its block. */
async function lightsAdjectives({ shot, bestHead, says }: MapStage) {
  const { target, head } = await shot();
  expect({ ...target, head }).toEqual({ at: 'block', ...(await bestHead('noun to adjective')) });
  await says(/attention from “creature”: .*to “(fluffy|blue)”/);
}

/** Of the traced head: for each key, what the noun at token 3 has for it. */
const columnOf = ({ inMap }: MapStage, name: 'scores' | 'pattern') =>
  inMap(
    (
      {
        scene: {
          input: { values, shot },
        },
      },
      name,
    ) => {
      const { token = 0 } = shot ?? {};
      const { [name]: rows = [], tokens = [] } = values?.lenses['head-trace'] ?? {};
      return Array.from(rows.slice(token * tokens.length, (token + 1) * tokens.length));
    },
    name,
  );

const sum = (numbers: readonly number[]) => numbers.reduce((total, each) => total + each, 0);

/** Points of the texts, which are one where the word is looked up and apart at the last block. */
async function separates({ marks, says }: MapStage, phrases: readonly RegExp[]) {
  const points = async () => (await marks('senses')).filter(({ key }) => key.startsWith('point-'));
  const names = async () => (await points()).map(({ name }) => name);
  await expect.poll(names).toEqual(phrases.map((phrase) => expect.stringMatching(phrase)));
  for (const { value } of await points()) expect(value).toBeGreaterThan(5);
  await says(/0 apart at first/);
}

export const CLAIMS: Claims<MapStage> = {
  0: {
    shows: 'attention moves across the words, block after block, to the word that they lead to: forest',
    holds: async (stage) => {
      await sweeps(stage);
      await stage.says(/predicts “forest”/);
    },
  },
  26.1: {
    shows: 'each word gets its column of the embedding matrix, 128 numbers',
    holds: ({ says }) => says(/Each token becomes the 128 numbers of its embedding/),
  },
  120.1: {
    scene: 'senses',
    shows: 'mole the animal, the unit and the spot: one embedding, three vectors after the blocks',
    holds: (stage) => separates(stage, [/garden the mole$/, / one mole$/, / at the mole$/]),
  },
  173.3: {
    scene: 'senses',
    shows: 'the vector of tower moves as Eiffel and miniature precede it',
    holds: (stage) => separates(stage, [/^tower$/, /Eiffel tower$/, /miniature Eiffel tower$/]),
  },
  209.5: {
    shows: 'what each word brings to “basketball”, over curves into the last vector',
    holds: ({ says }) => says(/Most to the logit of “basketball”/),
  },
  269.5: {
    shows: 'of all curves, those of one head bright: from blue to creature',
    holds: lightsAdjectives,
  },
  296.1: {
    shows: 'curves from blue to creature, and E beside E′',
    async holds(stage) {
      await lightsAdjectives(stage);
      await stage.sees('[aria-label="E to E′"]');
    },
  },
  374.1: ofHead('a query under each word, and what that of creature asks', 'queries', async ({ shot }) =>
    expect((await shot()).question).toMatch(/adjectives before me/),
  ),
  397: ofHead('the way from each embedding through the query matrix to its query', 'queries'),
  467.3: ofHead('a key for each word, along a row', 'keys'),
  507.2: ofHead(
    'a dot for each pair; the largest of creature’s column is an adjective’s',
    'q · k',
    async (stage) => {
      const scores = (await columnOf(stage, 'scores')).slice(0, 4);
      expect((await stage.tokens())[scores.indexOf(Math.max(...scores))]).toMatch(/fluffy|blue/);
    },
  ),
  523.3: ofHead('creature’s column, also below the diagonal: blue matches it', 'q · k', async (stage) => {
    expect((await stage.shot()).spotlight).toBeUndefined();
    const later = ({ scene }: { scene: NetworkScene }) =>
      scene.nodes.filter(({ subject }) => subject.kind === 'weight' && subject.key > subject.query).length;
    expect(await stage.inMap(later)).toBeGreaterThan(0);
  }),
  557.7: ofHead('each column between 0 and 1, with the sum 1', 'softmax', async (stage) =>
    expect(sum(await columnOf(stage, 'pattern'))).toBeCloseTo(1, 3),
  ),
  606.8: ofHead('the pattern: creature’s weight lies on an adjective', 'softmax', async (stage) =>
    expect(Math.max(...(await columnOf(stage, 'pattern')).slice(1, 3))).toBeGreaterThan(0.5),
  ),
  618.1: {
    scene: 'formula',
    shows:
      'the formula, whose letters light queries, keys, products, weights and values; creature takes an adjective',
    async holds({ marks }) {
      const keys = async () => (await marks('formula')).map(({ key }) => key);
      const letters = ['Q', 'K', 'product', 'root', 'softmax', 'V'].map((letter) => `letter-${letter}`);
      await expect
        .poll(keys)
        .toEqual(expect.arrayContaining([...letters, 'query-3', 'key-3', 'value-3', 'output-3']));
      const column = (await marks('formula')).filter(({ key }) => key.startsWith('dot-3-'));
      const adjectives = column.filter(({ name = '' }) => /(fluffy|blue)$/.test(name));
      expect(sum(adjectives.map(({ value = 0 }) => value))).toBeGreaterThan(0.8);
    },
  },
  669: {
    scene: 'prefixes',
    shows: 'a guess after every prefix, and the true next word beside it',
    async holds({ marks, lens }) {
      const shown = async (key: RegExp) => (await marks('prefixes')).filter((mark) => key.test(mark.key));
      await expect.poll(async () => (await shown(/^guess-\d/)).length).toBe(7);
      const words = 'a fluffy blue creature roamed the verdant'.split(' ');
      const truths = (await shown(/^truth-\d/)).map(({ name = '' }) => name.split(' ').at(-1));
      expect(truths).toEqual(words.slice(1));
      const { prefixes } = await lens('next-token', { text: words.join(' ') });
      const guesses = (await shown(/^guess-\d/)).map(({ value }) => value);
      expect(guesses).toEqual(prefixes.map(({ next: [{ probability }] }) => probability));
    },
  },
  706.1: ofHead('no dots below the diagonal: later words are masked', 'mask', async (stage) =>
    expect((await columnOf(stage, 'pattern')).slice(4)).toEqual([0, 0, 0]),
  ),
  762.5: {
    scene: 'context',
    shows: 'the prompt’s 49 cells and this model’s grid, to scale in the corner of GPT-3’s 4,194,304',
    async holds({ marks }) {
      const cells = async (of: string) => (await marks('context')).find(({ key }) => key === of)?.value;
      await expect.poll(() => cells('total')).toBe(2048 ** 2);
      expect(await cells('own')).toBe(7 ** 2);
    },
  },
  790.6: ofHead('a value for each word, beside its key', 'values'),
  862.1: {
    scene: 'delta',
    shows:
      'values of two adjectives, as strong as their weights, add up to ΔE, which points E to their words',
    async holds({ marks }) {
      const shown = async () => (await marks('delta')).map(({ key }) => key);
      await expect
        .poll(shown)
        .toEqual(
          expect.arrayContaining(['before', 'value-0', 'change', 'after', 'word-dot-fire', 'word-dot-shout']),
        );
      const adjectives = (await marks('delta')).filter(({ name }) => /(noisy|red)$/.test(name));
      expect(sum(adjectives.map(({ value = 0 }) => value))).toBeGreaterThan(0.8);
    },
  },
  944.9: {
    scene: 'counting',
    shows: 'one head’s 1,572,864 weights for queries, as many for keys',
    holds: counts({ 'now-query': 1_572_864, 'now-key': 1_572_864 }),
  },
  984.9: {
    scene: 'factors',
    shows:
      'this head’s value matrix as the product of two thin ones, and GPT-3’s 150,994,944 weights beside hairs',
    async holds(stage) {
      const weights = async (of: string) =>
        (await stage.marks('factors')).find(({ key }) => key === of)?.value;
      await expect.poll(() => weights('large-square')).toBe(150_994_944);
      expect(await weights('large-up')).toBe(1_572_864);
      const { layer, head } = await stage.bestHead('noun to adjective');
      const { valueMap, valueUp } = await stage.lens('head-matrices', { layer, head });
      expect([await weights('square'), await weights('up')]).toEqual([
        ...[valueMap, valueUp].map(({ shape: [rows, columns] }) => rows * columns),
      ]);
    },
  },
  1091.4: {
    scene: 'counting',
    shows: 'four matrices, 6,291,456 weights, after those of both ends',
    holds: counts({ total: 2 * 617_558_016 + 6_291_456 }),
  },
  1102: {
    scene: 'cross',
    shows: 'a rectangle of weights between two texts; each query’s column adds up to 1',
    async holds({ marks }) {
      const dots = async () => (await marks('cross')).filter(({ key }) => key.startsWith('dot-'));
      await expect.poll(async () => (await dots()).length).toBeGreaterThan(7);
      const first = (await dots()).filter(({ key }) => key.startsWith('dot-0-'));
      expect(first.length).not.toBe(7);
      expect(sum(first.map(({ value = 0 }) => value))).toBeCloseTo(1, 3);
    },
  },
  1157.2: {
    shows: 'a head that goes from he to king, and what every head attends to',
    async holds({ shot, bestHead, says, sees }) {
      const { target, head } = await shot();
      expect({ ...target, head }).toEqual({ at: 'block', ...(await bestHead('pronoun to noun')) });
      await says(/attention from “he”: .*to “king”/);
      await sees('[aria-label="Table of scores"] table');
    },
  },
  1231.4: {
    shows: 'all heads of a block at once, each with a pattern of its own',
    async holds({ shot, says }) {
      expect((await shot()).spotlight).toBe('heads');
      await says(/^Block \d, attention from “creature”: .*, .*, .*, /);
    },
  },
  1277.5: {
    scene: 'heads',
    shows: 'what each head adds at creature, and their sum E′; the head of adjectives is named for them',
    async holds({ marks }) {
      const changes = async () => (await marks('heads')).filter(({ key }) => key.startsWith('change-'));
      await expect.poll(async () => (await changes()).length).toBe(4);
      expect((await changes()).map(({ name }) => name).join()).toMatch(/noun → adjective/);
      expect((await marks('heads')).map(({ key }) => key)).toEqual(
        expect.arrayContaining(['before', 'after']),
      );
    },
  },
  1336.4: ofHead('what the head adds, through its part of the output matrix', 'ΔE'),
  1399.2: {
    shows: 'guesses that change from block to block',
    holds: async (stage) => {
      await stage.says(/the token that the unembedding would predict/);
      await expect.poll(async () => new Set(await guessesOfLast(stage)).size).toBeGreaterThan(2);
    },
  },
  1456.7: {
    scene: 'counting',
    shows: '57,982,058,496 weights, a third of GPT-3, after those of both ends',
    holds: counts({ 'now-output': 14_495_514_624, total: 2 * 617_558_016 + 57_982_058_496 }),
  },
};
