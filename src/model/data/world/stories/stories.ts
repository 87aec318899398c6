// Stories of three to ten sentences.

import type { Random } from '../../../../shared/random.ts';
import type { Split } from '../../dataset.ts';
import { ATHLETES } from '../../facts/athletes.ts';
import { RELATIVES } from '../lexicon.ts';
import type { WorldFacts } from '../world-facts.ts';
import { creature, material, mood } from './creatures.ts';
import { leftBehind, lostAnimal, search, visit, walk } from './journeys.ts';
import { birthday, contest, promise, theft } from './mysteries.ts';
import { gift, need, trade, weather } from './possession.ts';
import { type Scene, scene } from './scene.ts';

type Plot = (scene: Scene, facts: WorldFacts) => string[];

/** Plots with an opening and an end; each as often as it is listed. */
const PLOTS: readonly Plot[] = [
  ...[gift, gift, gift, trade, need, need, weather, leftBehind, search, lostAnimal, walk, visit],
  ...[theft, contest, birthday, promise],
];
/** Short plots. */
const SCENES: readonly Plot[] = [creature, creature, creature, mood, mood, mood, material];

const LAST_NAMES = [...new Set(ATHLETES.map(({ subject }) => subject.split(' ')[1]))];

export function storyDocument(r: Random, facts: WorldFacts, split: Split): string {
  const stage = scene(r, split);
  if (r.float() < SCENES.length / (SCENES.length + PLOTS.length))
    return r.choice(SCENES)(stage, facts).join(' ');
  const [opening, ending] = frame(stage);
  return [...opening, ...r.choice(PLOTS)(stage, facts), ...ending].join(' ');
}

/** The sentences around a plot. */
function frame({ r, a, b, place }: Scene): [opening: string[], ending: string[]] {
  const kind = r.float();
  if (kind < 0.2) {
    const last = r.choice(LAST_NAMES);
    return [[`This is a story about ${a.name} ${last}.`], [`That was the story of ${a.name} ${last}.`]];
  }
  const ending = r.float() < 0.15 ? ['The end.'] : [];
  if (kind < 0.5) return [[], ending];
  return [
    [
      r.choice([
        `Once upon a time there was a ${a.child} named ${a.name}.`,
        `Once there lived a ${a.child} named ${a.name} near the ${place}.`,
        `One day ${a.name} went to the ${place}.`,
        `${a.name} lived near the ${place} with ${a.his} ${r.choice(RELATIVES)}.`,
        `${a.name} and ${b.name} were good friends.`,
      ]),
    ],
    ending,
  ];
}
