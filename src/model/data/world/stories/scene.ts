// The people, things and places that a story is about.

import type { Random } from '../../../../shared/random.ts';
import type { Split } from '../../dataset.ts';
import { ADJECTIVES, BOYS, GIRLS, OBJECTS, PLACES } from '../lexicon.ts';

export interface Character {
  readonly name: string;
  readonly he: string;
  readonly him: string;
  readonly his: string;
  readonly child: string;
}

export interface Scene {
  readonly r: Random;
  readonly a: Character;
  readonly b: Character;
  readonly c: Character;
  readonly thing: string;
  readonly otherThing: string;
  readonly place: string;
  readonly otherPlace: string;
  readonly adjective: string;
}

const NAMES = [...GIRLS, ...BOYS];
/** One in this many combinations of two characters and a thing occurs in validation only. */
const HELD_OUT_SHARE = 8;
/** Heroes with a name that the vocabulary lacks. */
const SPELLED_SHARE = 0.06;

function character(name: string, isGirl = GIRLS.includes(name)): Character {
  return isGirl
    ? { name, he: 'she', him: 'her', his: 'her', child: 'girl' }
    : { name, he: 'he', him: 'him', his: 'his', child: 'boy' };
}

/** Different characters, things and places, in a combination of the split. */
export function scene(r: Random, split: Split): Scene {
  const [thing, otherThing] = pick(r, OBJECTS, 2);
  const [place, otherPlace] = pick(r, PLACES, 2);
  const rest = { r, thing, otherThing, place, otherPlace, adjective: r.choice(ADJECTIVES) };
  for (;;) {
    const names = pick(r, NAMES, 3);
    const [first, second] = names.map((name) => NAMES.indexOf(name));
    const isHeldOut = (first + 2 * second + OBJECTS.indexOf(thing)) % HELD_OUT_SHARE === 0;
    if (isHeldOut !== (split === 'validation')) continue;
    const [a, b, c] = names.map((name) => character(name));
    const isSpelled = split === 'train' && r.float() < SPELLED_SHARE;
    return { ...rest, a: isSpelled ? character(inventedName(r), r.float() < 0.5) : a, b, c };
  }
}

/** `count` different items. */
export function pick<Item>(r: Random, items: readonly Item[], count: number): Item[] {
  const picked = new Set<Item>();
  while (picked.size < count) picked.add(r.choice(items));
  return [...picked];
}

const CONSONANTS = [...'bdfgklmnprstvz'];
const VOWELS = [...'aeiou'];

/** Two syllables, such as `Zimo`. */
function inventedName(r: Random): string {
  const name = Array.from({ length: 2 }, () => r.choice(CONSONANTS) + r.choice(VOWELS)).join('');
  return name[0].toUpperCase() + name.slice(1);
}
