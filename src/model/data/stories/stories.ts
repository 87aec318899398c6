// Random sentences of a small grammar, for chapters 5 and 6: analogies in the embedding, heads that follow dependencies.

import type { Random } from '../../../shared/random.ts';
import { random } from '../../../shared/random.ts';
import { wordTokenizer } from '../../tokenizers/words.ts';
import { createBatch } from '../create-batch.ts';
import type { Analogy, AttentionProbe, Dataset, Measure, RecallProbe } from '../dataset.ts';
import { uniformAttention } from '../uniform-attention.ts';
import type { Dependency, Sentence } from './grammar.ts';
import * as grammar from './grammar.ts';
import * as lexicon from './lexicon.ts';

export const ANALOGIES: readonly Analogy[] = [
  { name: 'gender', pairs: lexicon.PEOPLE.map(({ male, female }) => [male, female]) },
  { name: 'plural', pairs: lexicon.ANIMALS.map(({ one, many }) => [one, many]) },
  { name: 'capital', pairs: lexicon.COUNTRIES.map(({ country, capital }) => [country, capital]) },
];

type Encode = (words: string[]) => number[];

/** Tokens per attention probe. */
const PROBE_LENGTH = 32;
const PROBE_ROWS = 64;
/** Earlier queries see too few positions for a meaningful comparison with chance. */
const MIN_QUERY_POSITION = 8;

export function stories(): Dataset {
  const sentences = grammar.allSentences();
  const tokenizer = wordTokenizer([...new Set(sentences.flatMap(({ words }) => words))]);
  const idOf = new Map(tokenizer.vocabulary.map((word, id) => [word, id]));
  const encode: Encode = (words) => words.map((word) => idOf.get(word) as number);
  return {
    name: 'stories',
    description:
      'Sentences of a small grammar: he or she, singular or plural, countries and capitals, and adjectives that ' +
      'determine the verb. Words that differ in one property end up at a fixed offset in the embedding, and heads ' +
      'learn to attend to the word that determines the next one.',
    tokenizer,
    statistics: [
      { label: 'vocabulary', value: tokenizer.vocabulary.length },
      { label: 'he/she pairs', value: lexicon.PEOPLE.length },
      { label: 'one/many pairs', value: lexicon.ANIMALS.length + lexicon.THINGS.length },
      { label: 'countries', value: lexicon.COUNTRIES.length },
      { label: 'different sentences', value: sentences.length },
    ],
    prompts: [
      'the happy king smiles because',
      'the angry queen shouts because',
      'the sleepy cats',
      'the capital of France is',
      'people in Tokyo eat',
    ],
    analogies: ANALOGIES,
    measures: [
      agreementMeasure(encode),
      capitalsMeasure(encode),
      attentionMeasure('adjective', encode),
      attentionMeasure('pronoun', encode),
    ],
    isNothingHeldOut: true,
    batch({ split, step, seed, B, T }) {
      const rng = random(seed, 'stories', split, step);
      return createBatch('stories', B, T, () => ({ tokens: encode(sampleRow(rng, T + 1).words) }));
    },
  };
}

/** Whole sentences, at least `length` words, with the dependencies at their positions in the row. */
function sampleRow(rng: Random, length: number): Sentence {
  const row: Sentence = { words: [], dependencies: [] };
  while (row.words.length < length) {
    const { words, dependencies } = grammar.sampleSentence(rng);
    const start = row.words.length;
    row.words.push(...words);
    for (const { kind, query, key } of dependencies)
      row.dependencies.push({ kind, query: start + query, key: start + key });
  }
  return row;
}

const BOTH = [true, false];

/** Probes for every word that agrees with an earlier one. */
function agreementMeasure(encode: Encode): Measure {
  const probes = [
    ...lexicon.PEOPLE.flatMap((person) =>
      BOTH.flatMap((isMale) => {
        const { noun, subject, possessive } = grammar.formsOf(person, isMale);
        return [
          ...lexicon.MOODS_OF_PEOPLE.map((mood, wording) =>
            recallProbe(
              encode,
              'he or she',
              noun,
              grammar.personActs(person, isMale, mood),
              subject,
              wording,
            ),
          ),
          recallProbe(encode, 'his or her', noun, grammar.personOwns(person, isMale), possessive),
        ];
      }),
    ),
    ...nounAgreement(encode, lexicon.ANIMALS, lexicon.MOODS_OF_ANIMALS),
    ...nounAgreement(encode, lexicon.THINGS, lexicon.MOODS_OF_THINGS),
  ];
  return {
    kind: 'recall',
    name: 'agreement',
    description:
      'How often the network predicts the form that agrees: he or she, his or her, was or were, sleep or sleeps.',
    probes,
  };
}

function nounAgreement(
  encode: Encode,
  nouns: readonly lexicon.Noun[],
  moods: readonly lexicon.Mood[],
): RecallProbe[] {
  return nouns.flatMap((each) =>
    BOTH.flatMap((isOne) => {
      const { noun, was } = grammar.numberOf(each, isOne);
      return [
        ...moods.map((mood, wording) =>
          recallProbe(
            encode,
            'verb',
            noun,
            grammar.nounActs(each, isOne, mood),
            isOne ? mood.one : mood.many,
            wording,
          ),
        ),
        recallProbe(encode, 'was or were', noun, grammar.nounWas(each, isOne, false), was),
      ];
    }),
  );
}

function capitalsMeasure(encode: Encode): Measure {
  return {
    kind: 'recall',
    name: 'capitals',
    description: 'Fraction of countries whose capital is the most probable next word.',
    probes: lexicon.COUNTRIES.map((each) =>
      recallProbe(encode, 'capital', each.country, grammar.capitalOf(each), each.capital),
    ),
  };
}

/** The sentence up to `answer`. Training draws from all sentences of the grammar, so none is held out. */
function recallProbe(
  encode: Encode,
  relation: string,
  subject: string,
  { words }: Sentence,
  answer: string,
  wording = 0,
): RecallProbe {
  const tokens = encode(words.slice(0, words.indexOf(answer)));
  return { subject, relation, wording, tokens, answer: encode([answer])[0], split: 'train' };
}

const ATTENTION_MEASURES: Record<Dependency['kind'], { name: string; description: string }> = {
  adjective: {
    name: 'noun to adjective',
    description: 'Mean attention of the best head from a noun to its adjective, which determines the verb.',
  },
  pronoun: {
    name: 'pronoun to noun',
    description:
      'Mean attention of the best head from he, she, his or her to its noun, which determines the next word.',
  },
};

/** Probe rows from a separate random stream, with all dependencies of one kind. */
function attentionMeasure(kind: Dependency['kind'], encode: Encode): Measure {
  const rows = Array.from({ length: PROBE_ROWS }, (_, row) =>
    sampleRow(random(0, 'stories', 'probe', row), PROBE_LENGTH),
  );
  const probes: AttentionProbe[] = rows.map(({ words, dependencies }) => ({
    tokens: encode(words.slice(0, PROBE_LENGTH)),
    pairs: dependencies
      .filter(
        ({ kind: dependencyKind, query }) =>
          dependencyKind === kind && query >= MIN_QUERY_POSITION && query < PROBE_LENGTH,
      )
      .map(({ query, key }) => ({ query, key })),
  }));
  return { kind: 'attention', ...ATTENTION_MEASURES[kind], probes, chance: uniformAttention(probes) };
}
