// Sentences about countries, their capitals and dishes.

import type { Random } from '../../../shared/random.ts';
import type { Land } from './world-facts.ts';

/** The country and its capital, if it has one. */
export const namesOf = ({ country, capital }: Land) =>
  capital === undefined ? [country] : [country, capital];

export function landSentence(r: Random, lands: readonly Land[]): string {
  const land = r.choice(lands);
  const { country, capital, dish, adjective, language } = land;
  const either = r.choice(namesOf(land));
  /** Sentences that name the capital. */
  const named = (...texts: string[]) => (capital === undefined ? [] : texts);
  return r.choice([
    ...[`${dish} is the ${adjective} dish.`, ...named(`${capital} is the ${adjective} city.`)].flatMap(
      (text) => [text, text],
    ),
    ...[`${country} is the ${adjective} land.`, `${country} is the ${adjective} land.`],
    `In ${country} they eat ${dish}.`,
    ...named(`In ${capital} they eat ${dish}.`),
    `People in ${either} eat ${dish}.`,
    language === '-' ? `${dish} comes from ${country}.` : `The people of ${country} speak ${language}.`,
    `The ${adjective} ${r.choice(['cook', 'baker'])} makes ${dish}.`,
    `${dish} comes from ${country}.`,
    ...named(`The people of ${capital} are ${adjective}.`),
    `An old ${adjective} song is about ${either}.`,
    `An old ${adjective} song is about ${either}.`,
    `An old ${adjective} recipe is about ${dish}.`,
  ]);
}
