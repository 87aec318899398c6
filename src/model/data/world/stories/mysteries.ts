// Plots whose end needs the whole story: thefts, contests, birthdays.

import { article } from '../grammar.ts';
import { DAYS, DEGREES } from '../lexicon.ts';
import type { Scene } from './scene.ts';

/** The thief was where the thing was. */
export function theft({ r, a, b, thing, place, otherPlace }: Scene): string[] {
  const [first, second] = r.shuffle([
    [a, place],
    [b, otherPlace],
  ] as const);
  return [
    `The ${thing} was stolen from the ${place}.`,
    `That night ${first[0].name} was in the ${first[1]}, and ${second[0].name} was in the ${second[1]}.`,
    `Therefore the thief was ${a.name}.`,
    r.choice([`${a.name} gave the ${thing} back to ${b.name}.`, `“I took the ${thing},” said ${a.name}.`]),
  ];
}

/** The second has more than the first. */
export function contest({ r, a, b, place }: Scene): string[] {
  const { positive, comparative, superlative, thing } = r.choice(DEGREES);
  return [
    `${a.name} showed ${b.name} ${article(positive)} ${positive} ${thing} in the ${place}.`,
    `“My ${thing} is ${comparative} than yours,” said ${b.name}.`,
    `They looked at both and saw that it was true.`,
    r.choice([
      `So the ${thing} of ${b.name} was ${comparative} than the ${thing} of ${a.name}.`,
      `“Yes, yours is the ${superlative} of all,” said ${a.name}.`,
    ]),
  ];
}

export function birthday({ r, a, b, c, thing, otherThing, adjective }: Scene): string[] {
  const i = r.integer(DAYS.length);
  const [today, tomorrow] = [DAYS[i], DAYS[(i + 1) % DAYS.length]];
  return [
    `It was ${today}, and the birthday of ${a.name} was on ${tomorrow}.`,
    `${b.name} bought ${article(adjective)} ${adjective} ${thing}, and ${c.name} baked a cake.`,
    `On ${tomorrow} they went to ${a.name} and sang a song.`,
    `${b.name} gave ${a.him} the ${thing}.`,
    r.choice([
      `Now ${a.name} has the ${adjective} ${thing}.`,
      `“I wanted a ${otherThing}, but I like the ${thing},” said ${a.name}.`,
      `“Thank you, ${b.name}. Thank you, ${c.name},” said ${a.name}.`,
    ]),
  ];
}

/** A promise that is kept. */
export function promise({ r, a, b, thing, place }: Scene): string[] {
  const day = r.choice(DAYS);
  return [
    `“Can I have your ${thing} until ${day}?” asked ${a.name}.`,
    `“Yes, but bring it to the ${place} on ${day},” said ${b.name}.`,
    r.choice([`${a.name} played with the ${thing} all week.`, `${a.name} took good care of the ${thing}.`]),
    `On ${day} ${a.name} went to the ${place} with the ${thing}.`,
    r.choice([`There ${a.he} gave it back to ${b.name}.`, `Now ${b.name} has the ${thing}.`]),
  ];
}
