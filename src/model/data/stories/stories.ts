// Random sentences of a small grammar, for chapters 5 and 6: analogies in the embedding, heads that follow dependencies.

import type { Random } from '../../../shared/random.ts';
import { random } from '../../../shared/random.ts';
import { wordTokenizer } from '../../tokenizers/words.ts';
import { fixedDistance, uniformAttention } from '../attention-links.ts';
import { createBatch } from '../create-batch.ts';
import type { Analogy, AttentionProbe, Dataset, Measure, RecallProbe } from '../dataset.ts';
import type { Dependency, Sentence } from './grammar.ts';
import * as grammar from './grammar.ts';
import * as lexicon from './lexicon.ts';

export const ANALOGIES: readonly Analogy[] = [
  { name: 'gender', pairs: lexicon.PEOPLE.map(({ male, female }) => [male, female]) },
  { name: 'plural', pairs: lexicon.ANIMALS.map(({ one, many }) => [one, many]) },
  { name: 'capital', pairs: lexicon.COUNTRIES.map(({ country, capital }) => [country, capital]) },
];

type Encode = (words: string[]) => number[];

const PROBE_ROWS = 64;
/** Words before the sentence of an attention probe: earlier queries see too few positions for a meaningful comparison with chance. */
const LEAD_LENGTH = 8;
/** The first of these distances is that of the grammar. */
const DISTANCES = 3;

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
    description:
      'Mean attention of the best head from a noun to the adjective that determines its verb, past up to two others.',
  },
  pronoun: {
    name: 'pronoun to noun',
    description:
      'Mean attention of the best head from he or she to its noun, which determines the next word, past up to two places.',
  },
};

/** Sentences in which the distance varies, each behind others, from a separate random stream. */
function attentionMeasure(kind: Dependency['kind'], encode: Encode): Measure {
  const probes = Array.from({ length: PROBE_ROWS }, (_, row): AttentionProbe => {
    const rng = random(0, 'stories', 'probe', kind, row);
    const lead = sampleRow(rng, LEAD_LENGTH).words;
    const { words, dependencies } = SPREAD[kind](rng, row % DISTANCES);
    return {
      tokens: encode([...lead, ...words]),
      pairs: dependencies
        .filter((dependency) => dependency.kind === kind)
        .map(({ query, key }) => ({ query: lead.length + query, key: lead.length + key })),
    };
  });
  const measure = { ...ATTENTION_MEASURES[kind], probes, chance: uniformAttention(probes) };
  return { kind: 'attention', ...measure, rule: fixedDistance(probes) };
}

/** Sentences with something put between the words of a dependency, which the grammar never does. */
const SPREAD: Record<Dependency['kind'], (rng: Random, count: number) => Sentence> = {
  /** the sleepy shiny loose cat sleeps in the sofa. */
  adjective(rng, count) {
    const sentence = grammar.nounActs(
      rng.choice(lexicon.ANIMALS),
      rng.float() < 0.5,
      rng.choice(lexicon.MOODS_OF_ANIMALS),
    );
    const others = rng.shuffle([...lexicon.MOODS_OF_THINGS]).slice(0, count);
    return grammar.withWords(
      sentence,
      2,
      others.map(({ adjective }) => adjective),
    );
  },
  /** the happy king smiles in the cave in the pond because he rules the palace. */
  pronoun(rng, count) {
    const sentence = grammar.personActs(
      rng.choice(lexicon.PEOPLE),
      rng.float() < 0.5,
      rng.choice(lexicon.MOODS_OF_PEOPLE),
    );
    const places = rng.shuffle([...lexicon.ANIMALS]).slice(0, count);
    return grammar.withWords(
      sentence,
      4,
      places.flatMap(({ place }) => ['in', 'the', place]),
    );
  },
};
