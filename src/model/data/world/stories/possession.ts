// Plots in which a thing changes hands: the reader has to know who has it.

import { article } from '../grammar.ts';
import { NEEDS, WEATHER } from '../lexicon.ts';
import type { Scene } from './scene.ts';

/** The question and its answer at the end of a gift. */
const OWNER_QUESTIONS = [
  (name: string, thing: string) => [`Who has the ${thing}?`, `${name} has it.`],
  (name: string, _: string, described: string) => ['Now', `${name} has the ${described}.`],
] as const;

/** One or two gifts, and the owner at the end. */
export function gift({ r, a, b, c, thing, place, otherPlace, adjective }: Scene): string[] {
  const sentences = [
    r.choice([
      `${a.name} had ${article(adjective)} ${adjective} ${thing}.`,
      `${a.name} found ${article(adjective)} ${adjective} ${thing} in the ${place}.`,
      `${a.name} made ${article(adjective)} ${adjective} ${thing}.`,
    ]),
    ...r.choice([
      [`${a.he} met ${b.name} and gave ${b.him} the ${thing}.`],
      [`“Please give me the ${thing},” said ${b.name}.`, `${a.name} gave ${b.him} the ${thing}.`],
      [`${b.name} liked the ${thing}, so ${a.name} gave it to ${b.him}.`],
    ]),
  ];
  const isPassedOn = r.float() < 0.4;
  if (isPassedOn) {
    sentences.push(
      r.choice([
        `Then ${b.name} went to the ${otherPlace} and gave the ${thing} to ${c.name}.`,
        `The next day ${b.name} gave the ${thing} to ${c.name}.`,
      ]),
    );
  }
  const owner = isPassedOn ? c : b;
  const question = r.choice(OWNER_QUESTIONS)(owner.name, thing, `${adjective} ${thing}`);
  sentences.push(question.join(' '));
  if (r.float() < 0.6) {
    sentences.push(
      r.choice([
        `${owner.name} was happy with the ${thing}.`,
        `${a.name} had no ${thing} any more.`,
        `“Thank you,” said ${owner.name}.`,
        `${owner.name} put the ${thing} in the ${otherPlace} and went home.`,
      ]),
    );
  }
  return sentences;
}

export function trade({ r, a, b, thing, otherThing }: Scene): string[] {
  return [
    `${a.name} had a ${thing}, and ${b.name} had a ${otherThing}.`,
    `“I like your ${otherThing},” said ${a.name}.`,
    r.choice([
      `“I like your ${thing},” said ${b.name}.`,
      `“You can have my ${otherThing} for your ${thing},” said ${b.name}.`,
    ]),
    `${a.name} gave ${b.name} the ${thing} and got the ${otherThing}.`,
    r.choice([`Now ${b.name} has the ${thing}.`, `Now ${a.name} has the ${otherThing}.`]),
    'Both were happy.',
  ];
}

export function need({ r, a, b, place }: Scene): string[] {
  const { need: lack, thing, relief } = r.choice(NEEDS);
  const isMass = thing === 'bread' || thing === 'water';
  const isAdjective = relief === 'warm' || relief === 'dry';
  return [
    ...(r.float() < 0.5 ? [`${a.name} and ${b.name} walked to the ${place}.`] : []),
    `“I am ${lack},” said ${a.name}.`,
    isMass
      ? `${b.name} had some ${thing} and gave it to ${a.name}.`
      : `${b.name} had a ${thing} and gave it to ${a.name}.`,
    `Now ${a.name} ${isAdjective ? 'was' : 'could'} ${relief}.`,
    `${a.he} was not ${lack} any more.`,
    `“Thank you, ${b.name},” said ${a.name}.`,
  ];
}

export function weather({ r, a, b, place }: Scene): string[] {
  const { weather: sky, thing, without } = r.choice(WEATHER);
  const lacks = without === 'wet' || without === 'cold';
  return [
    `It was ${sky}.`,
    `${a.name} took ${a.his} ${thing} and went to the ${place}.`,
    `There ${a.he} met ${b.name}.`,
    lacks ? `${b.name} had no ${thing}, so ${b.he} was ${without}.` : `${b.name} was ${without}.`,
    `Because it was ${sky}, ${a.name} gave ${b.him} the ${thing}.`,
    ...(r.float() < 0.5 ? [`Now ${b.name} has the ${thing}.`] : []),
  ];
}
