// The questions of chapter 6. The network of this tab answers them.

import { msg, str } from '@lit/localize';
import { formatFixed, formatInteger, formatPercent, formatSignedFixed } from '../../format/numbers.ts';
import type { Question, Scale, Scene } from '../questions/question.ts';
import {
  headName,
  headsOf,
  modelOf,
  placeOf,
  predictionByBlock,
  readAttention,
  requireBlocks,
  softmax,
  wordOf,
} from '../questions/read-transformer.ts';

const CREATURE = 'A fluffy blue creature roamed the verdant';
const EIGHT_WORDS = 'A fluffy blue creature roamed the verdant forest';
const KING = 'The king said that he';
const JORDAN = 'Michael Jordan plays the sport of';

const formatNats = (change: number): string => msg(str`${formatSignedFixed(change, 2)} nats`);
const PERCENT: Scale = { min: 0, max: 1, step: 0.01, format: formatPercent };
/** The whole network, which shows no head in particular. */
const NETWORK: Scene = { shot: { at: 'network', roles: { word: 'creature' } } };
const NOUN = { role: 'noun to adjective', word: 'creature' } as const;

export const QUESTIONS: readonly Question[] = [
  {
    kind: 'pick',
    what: 'head',
    id: 'attention/adjective-head',
    at: 285,
    see: 374,
    title: msg('Find the head for adjectives'),
    text: msg(
      'In one head of this network a noun looks back for the adjective that decides its verb, also past other words. Select that head on the map.',
    ),
    why: msg(
      'A head is known by what it does in many sentences. One that always looks at the word before also hits the “blue” of “blue creature”, but only for its place. The head of this small network does so in sentences like those it was trained on: where there are several nouns, it often looks elsewhere.',
    ),
    isOfModel: true,
    scene: NETWORK,
    async solve(lab) {
      const heads = await headsOf(lab, 'noun to adjective', 'previous token');
      const { layer, head, score } = heads['noun to adjective'];
      return {
        right: [{ layer, head }],
        found: msg(
          str`It is ${headName({ layer, head })}: in sentences like those of its training, with up to two words between, its nouns give that adjective ${formatPercent(score)} of their attention. The one that looks at the word before, whatever that is, is ${headName(heads['previous token'])}.`,
        ),
        scene: {
          shot: { at: 'head', headStep: 'pattern', roles: { word: 'creature' } },
          focus: { layer, head },
        },
      };
    },
  },
  {
    kind: 'estimate',
    id: 'attention/share-of-blue',
    at: 556,
    see: 590,
    title: msg('How large is the largest share?'),
    text: msg(
      'In the head for adjectives the key of “blue” has the largest product with the query of “creature”. How much of its attention does “blue” get?',
    ),
    why: msg(
      'Softmax takes e to the power of each score before it divides by the sum. A score that is higher by 3 counts e³ ≈ 20 times as much, so the highest takes nearly all.',
    ),
    isOfModel: true,
    scene: NETWORK,
    scale: PERCENT,
    within: 0.12,
    async solve(lab) {
      const { 'noun to adjective': head } = await headsOf(lab, 'noun to adjective');
      const { tokens, weightOf } = await readAttention(lab, CREATURE);
      const share = (word: string) => weightOf(head, placeOf(tokens, 'creature'), placeOf(tokens, word));
      return {
        right: share('blue'),
        found: msg(
          str`“blue” gets ${formatPercent(share('blue'))}, “fluffy” ${formatPercent(share('fluffy'))} in ${headName(head)}.`,
        ),
        scene: { shot: { at: 'head', headStep: 'pattern', roles: NOUN } },
      };
    },
  },
  {
    kind: 'adjust',
    id: 'attention/ten-times',
    at: 598,
    see: 590,
    title: msg('Ten times the attention'),
    text: msg(
      'Set the score of “fluffy” so that “creature” gives it about ten times the attention of “blue”. The panel lists the scores.',
    ),
    why: msg(
      'Attention compares scores by their difference: one that is higher by ln 10 ≈ 2.3 gets ten times the weight, whatever the other scores are.',
    ),
    isOfModel: true,
    scene: {
      view: 'scores',
      isPanelOpen: true,
      shot: { at: 'head', headStep: 'scores', roles: NOUN },
    },
    sliders: [
      {
        label: msg('Score of “fluffy”'),
        initial: 0,
        min: -4,
        max: 12,
        step: 0.1,
        format: (score) => formatFixed(score, 1),
      },
    ],
    async solve(lab) {
      const { 'noun to adjective': head } = await headsOf(lab, 'noun to adjective');
      const { tokens } = await readAttention(lab, CREATURE);
      const [query, blue, fluffy] = ['creature', 'blue', 'fluffy'].map((word) => placeOf(tokens, word));
      const { scores } = await lab.transformer.lens('head-trace', {
        ...{ text: CREATURE, layer: head.layer, head: head.head, query },
      });
      const seen = Array.from(scores.subarray(query * tokens.length, query * tokens.length + query + 1));
      const right = seen[blue] + Math.log(10);
      const attempt = ([score]: readonly number[]) => {
        const weights = softmax(seen.map((other, key) => (key === fluffy ? score : other)));
        const ratio = weights[fluffy] / weights[blue];
        return {
          isRight: ratio > 7 && ratio < 14,
          outcome: msg(
            str`With ${formatFixed(score, 1)} “fluffy” gets ${formatPercent(weights[fluffy])} and “blue” ${formatPercent(weights[blue])}.`,
          ),
        };
      };
      return {
        right: [right],
        attempt,
        found: msg(
          str`“blue” has the score ${formatFixed(seen[blue], 1)}, so it takes ${formatFixed(seen[blue], 1)} + 2.3 = ${formatFixed(right, 1)}.`,
        ),
      };
    },
  },
  {
    kind: 'choose',
    id: 'attention/first-word',
    at: 715,
    see: 735,
    title: msg('The attention of the first word'),
    text: msg('With the mask, how much attention does the first word of a text pay to itself?'),
    options: [msg('a seventh, if there are seven words'), msg('about half'), msg('all of it')],
    why: msg(
      'Every later key has the score −∞ and thus the weight 0. What is left must add up to 1, and only the word itself is left.',
    ),
    scene: NETWORK,
    async solve(lab) {
      const { L, H } = modelOf(lab).model;
      const { weightOf } = await readAttention(lab, CREATURE);
      const heads = Array.from({ length: L * H }, (_, i) => ({ layer: Math.floor(i / H), head: i % H }));
      const least = Math.min(...heads.map((head) => weightOf(head, 0, 0)));
      return {
        right: least > 0.75 ? 2 : least > 0.3 ? 1 : 0,
        found: msg(str`In each of the ${L * H} heads “a” gives itself ${formatPercent(least)}.`),
        scene: { shot: { at: 'head', headStep: 'mask', roles: NOUN }, focus: { token: 0 } },
      };
    },
  },
  {
    kind: 'choose',
    id: 'attention/mask-first',
    at: 728,
    see: 745,
    title: msg('Mask after softmax?'),
    text: msg(
      'Suppose the weights of later words were set to 0 only after softmax. What would the weights of “fluffy” then add up to?',
    ),
    options: [msg('to 1, as always'), msg('to less than 1'), msg('to more than 1')],
    why: msg(
      'Softmax has already given a part to the later words, and deleting it leaves a gap. With −∞ before softmax the others share all of it.',
    ),
    scene: NETWORK,
    async solve(lab) {
      const { 'noun to adjective': head } = await headsOf(lab, 'noun to adjective');
      const { tokens } = await readAttention(lab, CREATURE);
      const query = placeOf(tokens, 'fluffy');
      const { unmaskedPattern } = await lab.transformer.lens('head-trace', {
        ...{ text: CREATURE, layer: head.layer, head: head.head, query },
      });
      const kept = unmaskedPattern.subarray(query * tokens.length, query * tokens.length + query + 1);
      const sum = kept.reduce((a, b) => a + b);
      return {
        right: sum < 0.995 ? 1 : sum > 1.005 ? 2 : 0,
        found: msg(
          str`In ${headName(head)} they would add up to ${formatFixed(sum, 2)}: softmax without a mask gives the rest to words that come later.`,
        ),
        scene: {
          view: 'mask',
          isPanelOpen: true,
          shot: { at: 'head', headStep: 'mask', roles: { role: 'noun to adjective', word: 'fluffy' } },
        },
      };
    },
  },
  {
    kind: 'draw',
    id: 'attention/grid-size',
    at: 765,
    see: 770,
    title: msg('The grid as the text grows'),
    text: msg('How many numbers has one head’s grid after 2, 4, 6 and 8 words? Sketch it.'),
    why: msg(
      'Each word has a query and a key, and each query meets each key: n · n. Twice the text takes a grid four times as large.',
    ),
    scene: NETWORK,
    x: { label: msg('words'), ticks: ['2', '4', '6', '8'] },
    y: { label: msg('Numbers in the grid'), min: 0, max: 64, step: 1, format: formatInteger },
    within: 0.1,
    async solve(lab) {
      const words = EIGHT_WORDS.split(' ');
      const sizes: number[] = [];
      for (const count of [2, 4, 6, 8]) {
        const { patterns } = await readAttention(lab, words.slice(0, count).join(' '));
        const [H] = patterns[0].shape;
        sizes.push(patterns[0].data.length / H);
      }
      return {
        right: sizes,
        found: msg(str`The grids have ${sizes.map(formatInteger).join(', ')} numbers.`),
      };
    },
  },
  {
    kind: 'pick',
    what: 'token',
    nameOf: wordOf(KING),
    id: 'attention/pronoun',
    at: 1160,
    see: 1196,
    title: msg('Whom does “he” mean?'),
    text: msg('One head looks back from a pronoun to its noun. Select the word that “he” looks at there.'),
    why: msg(
      'Pronouns need a context of their own kind: the query of “he” matches the keys of persons before it. A large network can have a head for that alone; in a small one a head does several things.',
    ),
    isOfModel: true,
    scene: { prompt: KING, shot: { at: 'network', roles: { word: 'he' } } },
    async solve(lab) {
      const { 'pronoun to noun': head } = await headsOf(lab, 'pronoun to noun');
      const { tokens, weightOf } = await readAttention(lab, KING);
      const query = placeOf(tokens, 'he');
      const weights = tokens.slice(0, query + 1).map((_, key) => weightOf(head, query, key));
      const token = weights.indexOf(Math.max(...weights));
      return {
        right: [{ token }],
        found: msg(
          str`In ${headName(head)} “he” gives ${formatPercent(weights[token])} to “${tokens[token]}”.`,
        ),
        scene: {
          prompt: KING,
          shot: { at: 'head', headStep: 'pattern', roles: { role: 'pronoun to noun', word: 'he' } },
        },
      };
    },
  },
  {
    kind: 'rank',
    id: 'attention/ablated-heads',
    at: 1265,
    see: 1231,
    title: msg('Which head is missed most?'),
    text: msg('Each of these heads is switched off alone. Order them by how much the loss rises.'),
    items: [
      msg('the head from noun to adjective'),
      msg('the head at the word just before'),
      msg('the head at the same word'),
    ],
    format: formatNats,
    why: msg(
      'A head that every position uses is missed everywhere. One for a single link between words is missed where that link occurs, and the mean over all words hardly shows it.',
    ),
    isOfModel: true,
    scene: NETWORK,
    async solve(lab) {
      const heads = await headsOf(lab, 'noun to adjective', 'previous token', 'same token');
      const changes: number[] = [];
      for (const { layer, head } of Object.values(heads)) {
        const request = { text: CREATURE, layer, head, kind: 'zero', seed: 1 } as const;
        changes.push((await lab.transformer.lens('head-ablation', request)).change);
      }
      const names = Object.values(heads).map((head, i) => `${headName(head)}: ${formatNats(changes[i])}`);
      return {
        right: changes,
        found: `${names.join(', ')}.`,
        scene: { shot: { at: 'block', spotlight: 'heads', roles: NOUN }, focus: { layer: 0, head: 0 } },
      };
    },
  },
  {
    kind: 'draw',
    id: 'attention/by-block',
    at: 1402,
    see: 1425,
    title: msg('A prediction in the making'),
    text: msg(
      'The prediction after “Michael Jordan plays the sport of” can be read after each block. Sketch how probable the final word is there.',
    ),
    why: msg(
      'Early blocks write what the words mean; which word comes next is decided late. Each block adds to the same vector, so its reading changes step by step.',
    ),
    isOfModel: true,
    scene: { prompt: JORDAN, shot: { at: 'network' } },
    x: { label: msg('after block'), ticks: ['0', '1', '2', '3', '4'] },
    y: { label: msg('Probability'), ...PERCENT },
    within: 0.17,
    async solve(lab) {
      requireBlocks(lab, 4);
      const { word, probabilities } = await predictionByBlock(lab, JORDAN);
      return {
        right: probabilities,
        found: `“${word}”: ${probabilities.map(formatPercent).join(', ')}.`,
        scene: { prompt: JORDAN, shot: { at: 'network', overlay: 'logit-lens' } },
      };
    },
  },
  {
    kind: 'rank',
    id: 'attention/weights-by-part',
    at: 1462,
    see: 1480,
    title: msg('Where are most weights?'),
    text: msg('Order the parts of this network by their number of weights.'),
    items: [msg('the embedding'), msg('attention, all blocks'), msg('the MLPs, all blocks')],
    format: formatInteger,
    why: msg(
      'An MLP is usually four times as wide as the vectors: its two matrices then have twice the weights of the four of attention. The embedding weighs much only in small networks: in GPT-3 attention has a third of all weights and the MLPs nearly all the rest.',
    ),
    isOfModel: true,
    scene: { shot: { at: 'network' } },
    async solve(lab) {
      const { weights, model } = modelOf(lab);
      const { block, outside } = weights;
      const sumOf = (...parts: readonly string[]) =>
        model.L *
        parts.reduce((sum, part) => sum + ((block as Readonly<Record<string, number>>)[part] ?? 0), 0);
      const right = [
        outside.embedding ?? 0,
        sumOf('query', 'key', 'value', 'output'),
        sumOf('gate', 'up', 'down'),
      ];
      return {
        right,
        found: msg(
          str`Embedding ${formatInteger(right[0])}, attention ${formatInteger(right[1])}, MLPs ${formatInteger(right[2])}.`,
        ),
      };
    },
  },
];
