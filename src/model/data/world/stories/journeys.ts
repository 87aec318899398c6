// Plots about places: where things and people are, what is found on the way.

import { article } from '../grammar.ts';
import { namesOf } from '../lands.ts';
import { ANIMALS, RELATIVES } from '../lexicon.ts';
import type { WorldFacts } from '../world-facts.ts';
import type { Scene } from './scene.ts';

export function leftBehind({ r, a, b, thing, place, otherPlace }: Scene): string[] {
  return [
    `${a.name} left the ${thing} in the ${place} and went to the ${otherPlace}.`,
    r.choice([
      `${b.name} asked, “Where is the ${thing}?”`,
      `“Where is my ${thing}?” asked ${b.name}.`,
      `${b.name} looked for the ${thing}.`,
    ]),
    r.choice([`The ${thing} was in the ${place}.`, `“It is in the ${place},” said ${a.name}.`]),
    `${b.name} went to the ${place} and found the ${thing}.`,
    ...(r.float() < 0.5 ? [`${a.name} was still in the ${otherPlace}.`] : []),
  ];
}

export function search({ r, a, b, thing, place, otherPlace }: Scene): string[] {
  return [
    `${a.name} and ${b.name} looked for the ${thing}.`,
    `${a.name} looked in the ${place}, but the ${thing} was not there.`,
    `${b.name} looked in the ${otherPlace} and found it.`,
    r.choice([
      `“The ${thing} was in the ${otherPlace},” said ${b.name}.`,
      `${a.name} thanked ${b.name}, and they went home.`,
    ]),
  ];
}

export function lostAnimal({ r, a, b, place, otherPlace }: Scene): string[] {
  const { one, young, sound } = r.choice(ANIMALS);
  return [
    `${a.name} had ${article(young)} ${young}.`,
    `One morning the ${young} ran away.`,
    `${a.name} looked in the ${place} and called, but it was not there.`,
    `Then ${b.name} heard something in the ${otherPlace}.`,
    `“I hear ${article(one)} ${one}. It ${sound},” said ${b.name}.`,
    `They went to the ${otherPlace} and found the ${young}.`,
    r.choice([`${a.name} was very happy.`, `“Never run away again,” said ${a.name}.`]),
  ];
}

export function walk({ r, a, b, thing, place, otherPlace }: Scene): string[] {
  const { one, sound, place: home } = r.choice(ANIMALS);
  return [
    `In the morning ${a.name} walked from the ${place} to the ${otherPlace}.`,
    `On the way ${a.he} met ${article(one)} ${one}.`,
    `The ${one} ${sound}, and ${a.name} was not afraid.`,
    r.choice([
      `${a.he} followed it to the ${home}.`,
      `${a.he} gave it some bread, and it went back to the ${home}.`,
    ]),
    r.choice([
      `In the ${home} lay an old ${thing}.`,
      `There stood ${b.name} with a ${thing}.`,
      `At night ${a.he} told ${b.name} about the ${one}.`,
    ]),
  ];
}

export function visit({ r, a, b, place }: Scene, { lands }: WorldFacts): string[] {
  const land = r.choice(lands);
  const { dish, adjective } = land;
  const relative = r.choice(RELATIVES);
  return [
    `The ${relative} of ${a.name} came from ${r.choice(namesOf(land))}.`,
    `“What do they eat there?” asked ${b.name}.`,
    `“They eat ${dish},” said ${a.name}.`,
    r.choice([`They cooked ${dish} in the kitchen.`, `They took some ${dish} to the ${place}.`]),
    r.choice([`${b.name} liked the ${adjective} dish.`, `The ${adjective} dish was very good.`]),
  ];
}
