// Words with several senses, each in the sentences that tell which one is meant.

import type { Random } from '../../../shared/random.ts';

export interface Sense {
  readonly word: string;
  readonly sense: string;
  readonly sentences: readonly string[];
}

const GASES = ['carbon', 'oxygen', 'water', 'salt'];

export const SENSES: readonly Sense[] = [
  {
    word: 'mole',
    sense: 'animal',
    sentences: [
      'In the garden the mole dug a tunnel.',
      'Under the grass the mole ate a worm.',
      'The furry mole dug a deep hole.',
      'The cat chased the mole into its tunnel.',
      'A small animal, the mole dug under the grass.',
      'The blind mole has soft fur and strong hands.',
      'The farmer found a mole in the meadow.',
    ],
  },
  {
    word: 'mole',
    sense: 'skin',
    sentences: [
      'The doctor looked at the mole on her skin.',
      'On his cheek he has a mole on the skin.',
      'The patient showed the mole on her cheek.',
      'The nurse saw that the mole on his skin was dark.',
      'The doctor cut the mole from her cheek.',
      'A dark mole on the skin is seldom a danger.',
      'The doctor took a sample of the mole.',
    ],
  },
  {
    word: 'mole',
    sense: 'chemistry',
    sentences: [
      ...GASES.flatMap((gas) => [
        `In the laboratory they weighed one mole of ${gas}.`,
        `The chemist measured a mole of ${gas}.`,
        `The formula needs one mole of ${gas}.`,
        `One mole of ${gas} weighs a few grams.`,
      ]),
      'The teacher of chemistry took a mole of salt.',
    ],
  },
  {
    word: 'bank',
    sense: 'river',
    sentences: [
      'By the river the bank was covered with reeds.',
      'The fisherman sat on the bank and caught a fish.',
      'The boat reached the bank and the reeds.',
      'Ducks swam from one bank of the river to the other.',
    ],
  },
  {
    word: 'bank',
    sense: 'money',
    sentences: [
      'He needed money, so the bank lent him coins.',
      'The rich merchant went to the bank and saved his money.',
      'The thief robbed the bank and took the money.',
      'She keeps her money at the bank.',
    ],
  },
  {
    word: 'bat',
    sense: 'animal',
    sentences: [
      'At night the bat flew out of the cave.',
      'In the dark cave the bat hung from the roof.',
      'The hungry bat flew after a moth.',
      'A bat sleeps all day and hunts at night.',
    ],
  },
  {
    word: 'bat',
    sense: 'sport',
    sentences: [
      'In baseball the bat hits the ball.',
      'The player of cricket swung the bat and hit the ball.',
      'The batter took the bat and hit the ball.',
      'The bat is made of wood.',
    ],
  },
  {
    word: 'model',
    sense: 'computer',
    sentences: [
      'The language model predicts the next word.',
      'The computer trained a model that predicts words.',
      'The engineer asked the model to predict the next word.',
      'A large language model learns from much text.',
      'The model reads the text and predicts the next word.',
    ],
  },
  {
    word: 'model',
    sense: 'fashion',
    sentences: [
      'In the fashion show the model wore a dress.',
      'The photographer asked the model to wear a dress.',
      'The pretty model walked and wore a gown.',
      'The model smiled at the photographer.',
    ],
  },
];

/** What stands before the word mole, and the word, by sense. Sentences about different gases are one; a first word alone says nothing. */
export const trainedMoles = (): [sense: string, beginnings: string[]][] =>
  SENSES.filter(({ word }) => word === 'mole').map(({ sense, sentences }) => {
    const beginnings = sentences.flatMap((sentence) => /^\w+ .*? mole\b/.exec(sentence)?.[0] ?? []);
    return [sense, [...new Set(beginnings)]];
  });

/** One or two sentences about one sense. */
export function senseDocument(r: Random): string {
  const { sentences } = r.choice(SENSES);
  const first = r.choice(sentences);
  const second = r.choice(sentences);
  return r.float() < 0.67 || first === second ? first : `${first} ${second}`;
}
