// An endless corpus of simple English for one model of the whole course: facts, relations, stories, senses, numbers and lists.

import { type Random, random } from '../../../shared/random.ts';
import { wordAndByteTokenizer } from '../../tokenizers/words-and-bytes.ts';
import type { Row } from '../create-batch.ts';
import { createBatch } from '../create-batch.ts';
import type { Analogy, Dataset, Split } from '../dataset.ts';
import { nameStatistics } from '../facts/name-statistics.ts';
import { sampleDocument } from './documents.ts';
import { FACTS, RELATIONS } from './facts.ts';
import * as lexicon from './lexicon.ts';
import { CURRICULUM_STEPS, listRows, listShares } from './lists.ts';
import { worldMeasures } from './measures.ts';
import { WORDS } from './words.ts';

/** Ends a document. */
const END = '\n';

const ANALOGIES: readonly Analogy[] = [
  { name: 'gender', pairs: lexicon.PEOPLE.map(({ male, female }) => [male, female]) },
  { name: 'plural', pairs: lexicon.ANIMALS.map(({ one, many }) => [one, many]) },
  { name: 'capital', pairs: lexicon.LANDS.map(({ country, capital }) => [country, capital]) },
  { name: 'dish', pairs: lexicon.LANDS.map(({ country, dish }) => [country, dish]) },
  { name: 'nationality', pairs: lexicon.LANDS.map(({ country, adjective }) => [country, adjective]) },
  { name: 'opposite', pairs: lexicon.OPPOSITES.map(({ more, less }) => [more, less]) },
  { name: 'comparative', pairs: lexicon.DEGREES.map(({ positive, comparative }) => [positive, comparative]) },
];

export function world(): Dataset {
  const tokenizer = wordAndByteTokenizer(WORDS);
  const listRow = listRows(tokenizer, WORDS.length);
  const [end] = tokenizer.encode(END).ids;
  const documentIds = (r: Random, split: Split) => [...tokenizer.encode(sampleDocument(r, split)).ids, end];

  /** Whole documents, the last one truncated; half of the rows begin with the end of one. */
  function documentRow(r: Random, split: Split, length: number): Row {
    const tokens = r.float() < 0.5 ? [end] : [];
    while (tokens.length <= length) tokens.push(...documentIds(r, split));
    return { tokens };
  }

  const athletes = FACTS.filter(({ relation }) => relation === 'sport');
  return {
    name: 'world',
    description:
      'An endless stream of simple English about one small world: facts, families, animals, countries, words with several ' +
      'senses, stories with dialogue and things that change hands, numbers, and lists that repeat. Words outside the ' +
      'vocabulary are read letter by letter.',
    tokenizer,
    facts: FACTS,
    relations: RELATIONS,
    analogies: ANALOGIES,
    statistics: [
      { label: 'words', value: WORDS.length },
      { label: 'facts', value: FACTS.length },
      ...nameStatistics(athletes),
      { label: 'he/she pairs', value: lexicon.PEOPLE.length },
      { label: 'one/many pairs', value: lexicon.ANIMALS.length + lexicon.THINGS.length },
    ],
    prompts: [
      'Michael Jordan plays the sport of',
      'The capital of France is',
      'A fluffy blue creature roamed the verdant',
      'The glass ball fell on the steel table. The',
      'The wizard Harry',
      'Once upon a time there was a girl named Lily.',
      'One, two, three,',
      'In the garden the mole dug a',
    ],
    measures: worldMeasures(tokenizer),
    curriculumSteps: CURRICULUM_STEPS,
    batch({ split, step, seed, B, T }) {
      const r = random(seed, 'world', split, step);
      const { lists, letters } = listShares(split === 'train' ? step : Number.POSITIVE_INFINITY);
      return createBatch('world', B, T, () =>
        r.float() < lists
          ? listRow(r, T, letters, lists < 1 ? documentIds(r, split) : [])
          : documentRow(r, split, T),
      );
    },
  };
}
