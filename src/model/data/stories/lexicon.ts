// The words of the grammar. Two properties of these tables make analogies learnable: the difference within a pair (he or she,
// singular or plural) is expressed in the same way for all pairs, and each pair has a word that no other pair shares.

/** Both words share a deed; they differ in the pronoun only. */
export interface Person {
  male: string;
  female: string;
  /** `rules the palace` */
  deed: string;
  object: string;
}

/** Singular and plural share a place; they differ in the verb's form only. */
export interface Noun {
  one: string;
  many: string;
  place: string;
}

/** Country and capital share a dish. */
export interface Country {
  country: string;
  capital: string;
  dish: string;
}

/** An adjective that determines the verb: sleepy, sleeps. */
export interface Mood {
  adjective: string;
  /** Singular and plural form of the verb. */
  one: string;
  many: string;
}

export const PEOPLE: readonly Person[] = rows(`
  king queen rules palace, man woman paints fence, boy girl climbs tree, father mother rocks cradle,
  brother sister rides bicycle, uncle aunt waters garden, grandfather grandmother knits scarf,
  prince princess wears crown, actor actress learns script, waiter waitress carries tray
`).map(([male, female, deed, object]) => ({ male, female, deed, object }));

export const ANIMALS: readonly Noun[] = rows(`
  cat cats sofa, dog dogs kennel, horse horses stable, bird birds nest, cow cows meadow, duck ducks pond,
  bear bears cave, frog frogs swamp, camel camels desert, monkey monkeys jungle, wolf wolves forest, mouse mice cellar
`).map(nounFrom);

export const THINGS: readonly Noun[] = rows(`
  boat boats harbour, car cars garage, lamp lamps hall, clock clocks tower, bell bells church, plate plates kitchen
`).map(nounFrom);

export const COUNTRIES: readonly Country[] = rows(`
  Italy Rome pasta, Japan Tokyo sushi, Germany Berlin bratwurst, France Paris quiche, Spain Madrid paella,
  Poland Warsaw pierogi, Hungary Budapest goulash, Greece Athens moussaka, Turkey Ankara kebab,
  Russia Moscow pelmeni, Ukraine Kyiv borscht, Austria Vienna strudel, Belgium Brussels waffles,
  Sweden Stockholm meatballs, Norway Oslo salmon, Ireland Dublin stew, Morocco Rabat couscous, Vietnam Hanoi pho,
  Peru Lima ceviche, Lebanon Beirut hummus
`).map(([country, capital, dish]) => ({ country, capital, dish }));

export const MOODS_OF_PEOPLE: readonly Mood[] = rows(`
  happy smiles smile, sad weeps weep, angry shouts shout, tired rests rest, merry dances dance, polite bows bow
`).map(moodFrom);

export const MOODS_OF_ANIMALS: readonly Mood[] = rows(`
  sleepy sleeps sleep, noisy sings sing, hungry eats eat, quick runs run, thirsty drinks drink, playful jumps jump
`).map(moodFrom);

export const MOODS_OF_THINGS: readonly Mood[] = rows(`
  shiny glows glow, loose rattles rattle, fragile breaks break
`).map(moodFrom);

/** Words between spaces, rows between commas. */
function rows(table: string): string[][] {
  return table.split(',').map((row) => row.trim().split(/\s+/));
}

function nounFrom([one, many, place]: string[]): Noun {
  return { one, many, place };
}

function moodFrom([adjective, one, many]: string[]): Mood {
  return { adjective, one, many };
}
