// Plots in which adjectives determine the words that follow: creatures, moods, materials.

import { article } from '../grammar.ts';
import { ANIMALS, COLOURS, CREATURES, LANDSCAPES, MOODS, PEOPLE, TEXTURES } from '../lexicon.ts';
import { pick, type Scene } from './scene.ts';

/** The colour determines verb and comparison, the texture what it feels like. */
export function creature({ r, a }: Scene): string[] {
  const { adjective: colour, verb, like } = r.choice(COLOURS);
  const { adjective: texture, like: feel } = r.choice(TEXTURES);
  const { adjective: look, noun: land } = r.choice(LANDSCAPES);
  const being = r.choice(CREATURES);
  const kind = r.float();
  if (kind < 0.24)
    return [`The ${colour} ${being} ${verb} the ${look} ${land}.`, `It was as ${colour} as the ${like}.`];
  if (kind < 0.4) return [`The ${texture} ${being} felt like ${feel}.`, `It was ${texture}.`];
  return [
    `A ${texture} ${colour} ${being} ${verb} the ${look} ${land}.`,
    ...pick(
      r,
      [
        `The ${being} looked like the ${like}.`,
        `It felt like ${feel}.`,
        `${a.name} saw the ${colour} ${being} and was not afraid.`,
        `It was ${texture} and ${colour}.`,
      ],
      2 + r.integer(2),
    ),
  ];
}

/** The mood determines the verb. */
export function mood({ r, a, b, place }: Scene): string[] {
  const { adjective, past, infinitive } = r.choice(MOODS);
  const animal = r.choice(ANIMALS).one;
  const { male, female } = r.choice(PEOPLE);
  const [who, it] = r.choice([
    [animal, 'it'],
    [male, 'he'],
    [female, 'she'],
  ]);
  return [
    r.choice([
      `The ${adjective} ${who} ${past} in the ${place}.`,
      `${article(adjective)} ${adjective} ${who} ${past} all day.`,
      `The ${adjective} ${who} ${past}, and ${a.name} watched.`,
      `${a.name} saw ${article(adjective)} ${adjective} ${who}. The ${adjective} ${who} ${past} in the ${place}.`,
    ]),
    ...(r.float() < 0.5 ? [`The ${who} was ${adjective}, so ${it} ${past}.`] : []),
    ...(r.float() < 0.4
      ? [
          `“Why did the ${who} ${infinitive}?” asked ${b.name}.`,
          `“Because the ${who} was ${adjective},” said ${a.name}.`,
        ]
      : []),
  ];
}

/** Glass breaks, steel does not, whichever falls on the other. */
export function material({ r, a }: Scene): string[] {
  const [upper, lower] = [
    r.choice(['ball', 'cup', 'ring', 'stone', 'plate', 'bell']),
    r.choice(['table', 'floor', 'box', 'wall']),
  ];
  const [glass, steel] = r.choice([
    [upper, lower],
    [lower, upper],
  ]);
  const of = (thing: string) => (thing === glass ? 'glass' : 'steel');
  return [
    r.choice([
      `The ${of(upper)} ${upper} fell on the ${of(lower)} ${lower}.`,
      `${a.name} dropped the ${of(upper)} ${upper} on the ${of(lower)} ${lower}.`,
    ]),
    `The ${glass} broke because the ${glass} was made of glass.`,
    ...(r.float() < 0.5 ? [`The ${steel} did not break because the ${steel} was made of steel.`] : []),
  ];
}
