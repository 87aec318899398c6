// Sentences about pairs of words: he and she, one and many, land, city and dish, opposites, degrees, tenses.

import type { Random } from '../../../shared/random.ts';
import { landSentence } from './lands.ts';
import {
  ANIMALS,
  BOYS,
  DEGREES,
  GIRLS,
  NUMBERS,
  OPPOSITES,
  PEOPLE,
  THINGS,
  TRAITS,
  VERBS,
} from './lexicon.ts';
import { smallFact } from './trivia.ts';
import type { WorldFacts } from './world-facts.ts';

/** One to three sentences. */
export function relationDocument(r: Random, facts: WorldFacts): string {
  return Array.from({ length: r.choice([1, 2, 2, 3]) }, () => relationSentence(r, facts)).join(' ');
}

const KINDS: readonly [share: number, sentence: (r: Random, facts: WorldFacts) => string][] = [
  [0.26, personSentence],
  [0.22, nounSentence],
  [0.14, (r, { lands }) => landSentence(r, lands)],
  [0.1, oppositeSentence],
  [0.12, degreeSentence],
  [0.09, tenseSentence],
  [0.07, smallFact],
];

function relationSentence(r: Random, facts: WorldFacts): string {
  let rest = r.float();
  for (const [share, sentence] of KINDS) {
    if (rest < share) return sentence(r, facts);
    rest -= share;
  }
  return smallFact(r, facts);
}

/** What follows the pronoun depends on the noun. */
function personSentence(r: Random): string {
  const { male, female, deed, object } = r.choice(PEOPLE);
  const [who, he, his, himself] = r.choice([
    [male, 'he', 'his', 'himself'],
    [female, 'she', 'her', 'herself'],
  ]);
  const trait = r.choice(TRAITS);
  return r.choice([
    `The ${who} ${deed} the ${object} because ${he} likes it.`,
    `The ${who} likes ${his} ${object}.`,
    `${he} is a ${who}, so ${he} ${deed} the ${object}.`,
    `The ${who} said that ${he} ${deed} the ${object}.`,
    `The ${who} looked at ${himself}. ${he} ${deed} the ${object}.`,
    `We saw the ${trait} ${who} with ${his} ${object}.`,
    `The ${who} was ${trait}. ${he} ${deed} the ${object}.`,
    `Who ${deed} the ${object}? The ${who} with ${his} hat.`,
    `“I am a ${who},” ${he} said. ${he} ${deed} the ${object}.`,
  ]);
}

function nounSentence(r: Random): string {
  const { one, many, place } = r.choice([...ANIMALS, ...THINGS]);
  const [noun, is, was, has, a, it] = r.choice([
    [one, 'is', 'was', 'has', 'one', 'it'],
    [many, 'are', 'were', 'have', r.choice(NUMBERS.slice(2, 9)), 'they'],
  ]);
  const where = `${r.choice(['near', 'in', 'behind'])} the ${place}`;
  return r.choice([
    `The ${noun} ${is} ${where}.`,
    `${noun === one ? 'This' : 'These'} ${noun} ${was} ${where}.`,
    `${a} ${noun} ${is} ${where}.`,
    `There ${is} ${a} ${noun} ${where}.`,
    `The ${noun} ${has} a place: the ${place}.`,
    `I saw ${a} ${noun}. ${it} ${was} ${where}.`,
    `Where ${is} the ${noun}? ${it} ${is} ${where}.`,
  ]);
}

function oppositeSentence(r: Random): string {
  const { more, less, quality, thing } = r.choice(OPPOSITES);
  const [word, much] = r.choice([
    [more, 'much'],
    [less, 'little'],
  ]);
  const [one, other] = r.choice([
    [more, less],
    [less, more],
  ]);
  return r.choice([
    `A ${word} ${thing} has ${much} ${quality}.`,
    `The ${thing} is ${word}: it has ${much} ${quality}.`,
    `${word} means ${much} ${quality}.`,
    `${much} ${quality} makes the ${thing} ${word}.`,
    `${one} is the opposite of ${other}.`,
    `Is the ${thing} ${one}? No, it is ${other}.`,
  ]);
}

function degreeSentence(r: Random): string {
  const { positive, comparative, superlative, thing } = r.choice(DEGREES);
  return r.choice([
    `This ${thing} is ${comparative} than that ${thing}.`,
    `Here is the ${superlative} ${thing} of all.`,
    `It is the ${superlative} ${thing} of all.`,
    `The ${thing} is very ${positive}.`,
    `It is a very ${positive} ${thing}.`,
    `One ${thing} is ${positive}, the next is ${comparative}, the last is the ${superlative} of all.`,
    `Which ${thing} is ${comparative} than this?`,
  ]);
}

function tenseSentence(r: Random): string {
  const { present, past, place } = r.choice(VERBS);
  const who = r.choice([...GIRLS, ...BOYS]);
  return r.choice([
    `Today ${who} ${present} in the ${place}.`,
    `Every day ${who} ${present} in the ${place}.`,
    `Yesterday ${who} ${past} in the ${place}.`,
    `Last week ${who} ${past} in the ${place}.`,
  ]);
}
