// Sentences about countries, their capitals and dishes.

import type { Random } from '../../../shared/random.ts';
import { LANDS } from './lexicon.ts';

export function landSentence(r: Random): string {
  const { country, capital, dish, adjective, language } = r.choice(LANDS);
  const either = r.choice([country, capital]);
  return r.choice([
    ...[`${dish} is the ${adjective} dish.`, `${capital} is the ${adjective} city.`].flatMap((text) => [
      text,
      text,
    ]),
    ...[`${country} is the ${adjective} land.`, `${country} is the ${adjective} land.`],
    `In ${country} they eat ${dish}.`,
    `In ${capital} they eat ${dish}.`,
    `People in ${either} eat ${dish}.`,
    language === '-' ? `${dish} comes from ${country}.` : `The people of ${country} speak ${language}.`,
    `The ${adjective} ${r.choice(['cook', 'baker'])} makes ${dish}.`,
    `${dish} comes from ${country}.`,
    `The people of ${capital} are ${adjective}.`,
    `An old ${adjective} song is about ${either}.`,
    `An old ${adjective} song is about ${either}.`,
    `An old ${adjective} recipe is about ${dish}.`,
  ]);
}
