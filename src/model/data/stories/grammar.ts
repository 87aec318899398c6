// A small generative grammar. Each sentence lists its dependencies: words whose successor depends on an earlier word.

import type { Random } from '../../../shared/random.ts';
import type { Country, Mood, Noun, Person } from './lexicon.ts';
import {
  ANIMALS,
  COUNTRIES,
  MOODS_OF_ANIMALS,
  MOODS_OF_PEOPLE,
  MOODS_OF_THINGS,
  PEOPLE,
  THINGS,
} from './lexicon.ts';

/** `adjective`: from a noun (query) to its adjective (key), which determines the verb. `pronoun`: from a pronoun to its noun. */
export interface Dependency {
  kind: 'adjective' | 'pronoun';
  query: number;
  key: number;
}

export interface Sentence {
  words: string[];
  /** Positions within `words`. Only dependencies without which the next word is ambiguous. */
  dependencies: Dependency[];
}

/** The forms that agree with a person. */
export function formsOf({ male, female }: Person, isMale: boolean) {
  return isMale
    ? { noun: male, subject: 'he', possessive: 'his' }
    : { noun: female, subject: 'she', possessive: 'her' };
}

/** The forms that agree with one or with many. */
export function numberOf({ one, many }: Noun, isOne: boolean) {
  return isOne ? { noun: one, quantity: 'a', was: 'was' } : { noun: many, quantity: 'many', was: 'were' };
}

/** the happy king smiles because he rules the palace. */
export function personActs(person: Person, isMale: boolean, mood: Mood): Sentence {
  const { noun, subject } = formsOf(person, isMale);
  return {
    words: [
      'the',
      mood.adjective,
      noun,
      mood.one,
      'because',
      subject,
      person.deed,
      'the',
      person.object,
      '.',
    ],
    dependencies: [
      { kind: 'adjective', query: 2, key: 1 },
      { kind: 'pronoun', query: 5, key: 2 },
    ],
  };
}

/** the king looks for his palace. */
export function personOwns(person: Person, isMale: boolean): Sentence {
  const { noun, possessive } = formsOf(person, isMale);
  return {
    words: ['the', noun, 'looks', 'for', possessive, person.object, '.'],
    dependencies: [{ kind: 'pronoun', query: 4, key: 1 }],
  };
}

/** the sleepy cats sleep in the sofa. */
export function nounActs(noun: Noun, isOne: boolean, mood: Mood): Sentence {
  const verb = isOne ? mood.one : mood.many;
  return {
    words: ['the', mood.adjective, numberOf(noun, isOne).noun, verb, 'in', 'the', noun.place, '.'],
    dependencies: [{ kind: 'adjective', query: 2, key: 1 }],
  };
}

/** many cats were in the sofa. */
export function nounWas(noun: Noun, isOne: boolean, isCounted: boolean): Sentence {
  const { noun: word, quantity, was } = numberOf(noun, isOne);
  return { words: [isCounted ? quantity : 'the', word, was, 'in', 'the', noun.place, '.'], dependencies: [] };
}

/** the capital of Italy is Rome. */
export function capitalOf({ country, capital }: Country): Sentence {
  return { words: ['the', 'capital', 'of', country, 'is', capital, '.'], dependencies: [] };
}

/** Rome is the capital of Italy. */
function isCapital({ country, capital }: Country): Sentence {
  return { words: [capital, 'is', 'the', 'capital', 'of', country, '.'], dependencies: [] };
}

/** people in Rome eat pasta. / pasta comes from Rome. Either with the capital or the country. */
function dishOf({ country, capital, dish }: Country, isCountry: boolean, isEaten: boolean): Sentence {
  const place = isCountry ? country : capital;
  return {
    words: isEaten ? ['people', 'in', place, 'eat', dish, '.'] : [dish, 'comes', 'from', place, '.'],
    dependencies: [],
  };
}

/** The sentence with words put in before one of its own. */
export function withWords({ words, dependencies }: Sentence, at: number, added: readonly string[]): Sentence {
  const moved = (place: number) => (place < at ? place : place + added.length);
  return {
    words: [...words.slice(0, at), ...added, ...words.slice(at)],
    dependencies: dependencies.map(({ kind, query, key }) => ({
      kind,
      query: moved(query),
      key: moved(key),
    })),
  };
}

/** A random sentence: 40 % about people, 35 % about animals and things, 25 % about countries. */
export function sampleSentence({ float, choice }: Random): Sentence {
  const coin = () => float() < 0.5;
  const topic = float();
  if (topic < 0.4) {
    const person = choice(PEOPLE);
    return float() < 0.65 ? personActs(person, coin(), choice(MOODS_OF_PEOPLE)) : personOwns(person, coin());
  }
  if (topic < 0.75) {
    const isAnimal = float() < ANIMALS.length / (ANIMALS.length + THINGS.length);
    const noun = choice(isAnimal ? ANIMALS : THINGS);
    return float() < 0.6
      ? nounActs(noun, coin(), choice(isAnimal ? MOODS_OF_ANIMALS : MOODS_OF_THINGS))
      : nounWas(noun, coin(), coin());
  }
  const country = choice(COUNTRIES);
  const kind = float();
  if (kind < 0.25) return capitalOf(country);
  if (kind < 0.5) return isCapital(country);
  return dishOf(country, coin(), coin());
}

/** Every sentence of the grammar, once. */
export function allSentences(): Sentence[] {
  const either = [true, false];
  const about = (nouns: readonly Noun[], moods: readonly Mood[]) =>
    nouns.flatMap((noun) =>
      either.flatMap((isOne) => [
        ...moods.map((mood) => nounActs(noun, isOne, mood)),
        ...either.map((isCounted) => nounWas(noun, isOne, isCounted)),
      ]),
    );
  return [
    ...PEOPLE.flatMap((person) =>
      either.flatMap((isMale) => [
        ...MOODS_OF_PEOPLE.map((mood) => personActs(person, isMale, mood)),
        personOwns(person, isMale),
      ]),
    ),
    ...about(ANIMALS, MOODS_OF_ANIMALS),
    ...about(THINGS, MOODS_OF_THINGS),
    ...COUNTRIES.flatMap((country) => [
      capitalOf(country),
      isCapital(country),
      ...either.flatMap((isCountry) => either.map((isEaten) => dishOf(country, isCountry, isEaten))),
    ]),
  ];
}
