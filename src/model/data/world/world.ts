// An endless corpus of simple English for one model of the whole course: facts, relations, stories, senses, numbers and lists.

import { type Random, random } from '../../../shared/random.ts';
import { wordAndByteTokenizer } from '../../tokenizers/words-and-bytes.ts';
import type { Row } from '../create-batch.ts';
import { createBatch } from '../create-batch.ts';
import type { Analogy, Dataset, FactRow, Measure, Split } from '../dataset.ts';
import { hasQuestion, promptsOfRows } from '../facts/fact-dataset.ts';
import { nameStatistics } from '../facts/name-statistics.ts';
import { sampleDocument } from './documents.ts';
import { worldLabels } from './labels.ts';
import * as lexicon from './lexicon.ts';
import { CURRICULUM_STEPS, listRows, listShares } from './lists.ts';
import { worldMeasures } from './measures.ts';
import { WORDS } from './words.ts';
import { type Land, RELATIONS, type WorldFacts, worldFacts } from './world-facts.ts';

/** Ends a document. */
const END = '\n';

const analogies = (lands: readonly Land[]): Analogy[] => [
  { name: 'gender', pairs: lexicon.PEOPLE.map(({ male, female }) => [male, female]) },
  { name: 'plural', pairs: lexicon.ANIMALS.map(({ one, many }) => [one, many]) },
  {
    name: 'capital',
    pairs: lands.flatMap(({ country, capital }) => (capital === undefined ? [] : [[country, capital]])),
  },
  { name: 'dish', pairs: lands.map(({ country, dish }) => [country, dish]) },
  { name: 'nationality', pairs: lands.map(({ country, adjective }) => [country, adjective]) },
  { name: 'opposite', pairs: lexicon.OPPOSITES.map(({ more, less }) => [more, less]) },
  { name: 'comparative', pairs: lexicon.DEGREES.map(({ positive, comparative }) => [positive, comparative]) },
];

export interface WorldOptions {
  /** Rows of the user that add, change or remove facts, wherever the corpus states them. */
  readonly rows?: readonly FactRow[];
}

/** Without rows the corpus of the bundled model. Throws if a row is invalid. */
export function world({ rows = [] }: WorldOptions = {}): Dataset {
  const known = worldFacts(rows);
  const { facts, statements, lands } = known;
  const { words, tokenizer } = vocabularyOf(known);
  const listRow = listRows(tokenizer, words.length);
  const [end] = tokenizer.encode(END).ids;
  const documentIds = (r: Random, split: Split) => [
    ...tokenizer.encode(sampleDocument(r, known, split)).ids,
    end,
  ];

  /** Whole documents, the last one truncated; half of the rows begin with the end of one. */
  function documentRow(r: Random, split: Split, length: number): Row {
    const tokens = r.float() < 0.5 ? [end] : [];
    while (tokens.length <= length) tokens.push(...documentIds(r, split));
    return { tokens };
  }

  let measures: Measure[] | undefined;
  const athletes = facts.filter(({ relation }) => relation === 'sport');
  return {
    name: 'world',
    description:
      'An endless stream of simple English about one small world: facts, families, animals, countries, words with several ' +
      'senses, stories with dialogue and things that change hands, numbers, and lists that repeat. Words outside the ' +
      'vocabulary are read letter by letter.',
    tokenizer,
    facts,
    relations: RELATIONS,
    analogies: analogies(lands),
    statistics: [
      { label: 'words', value: words.length },
      { label: 'facts', value: facts.length },
      ...nameStatistics(athletes),
      { label: 'he/she pairs', value: lexicon.PEOPLE.length },
      { label: 'one/many pairs', value: lexicon.ANIMALS.length + lexicon.THINGS.length },
    ],
    prompts: [
      ...promptsOfRows(statements.filter(hasQuestion), rows),
      'Michael Jordan plays the sport of',
      'The capital of France is',
      'A fluffy blue creature roamed the verdant',
      'The glass ball fell on the steel table. The',
      'The wizard Harry',
      'Once upon a time there was a girl named Lily.',
      'One, two, three,',
      'In the garden the mole dug a',
    ],
    // On demand: a tenth of a second, which opening the model need not wait for.
    get measures() {
      measures ??= worldMeasures(tokenizer, known);
      return measures;
    },
    labels: () => worldLabels(tokenizer),
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

/** New words of the user's facts follow the others, which keep their ids; bytes come last. Throws if two facts have the same tokens. */
function vocabularyOf({ facts, own }: WorldFacts) {
  const spelled = wordAndByteTokenizer(WORDS).encode(own.flat().join(' ')).spelled ?? [];
  const words = [...new Set([...WORDS, ...spelled])];
  const tokenizer = wordAndByteTokenizer(words);
  const seen = new Map<string, string>();
  for (const { subject, relation } of facts) {
    const key = [relation, ...tokenizer.encode(subject).ids].join();
    const known = seen.get(key);
    if (known !== undefined) throw new Error(`“${subject}” is read as “${known}”; write it so.`);
    seen.set(key, subject);
  }
  return { words, tokenizer };
}
