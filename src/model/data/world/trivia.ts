// Small facts about animals, magic, towers and countries.

import type { Random } from '../../../shared/random.ts';
import { article } from './grammar.ts';
import { landSentence } from './lands.ts';
import { ANIMALS } from './lexicon.ts';
import type { WorldFacts } from './world-facts.ts';

const MAGIC = [
  'The wizard Harry Potter cast a spell.',
  'At school the wizard Harry Potter learnt magic from Professor Snape.',
  'The owl brought a letter to the wizard Harry Potter.',
  'The least liked teacher of Harry Potter was Professor Snape.',
  'The kind headmaster was Professor Dumbledore.',
  'The prince of Sussex is called Harry Windsor.',
  'The queen smiled at prince Harry Windsor.',
];
const TOWERS = [
  'The tower is a tall building.',
  'The Eiffel tower in Paris is made of iron.',
  'The Eiffel tower stands in Paris.',
  'The castle has a tower made of stone.',
  'The stone tower stands on the hill.',
  'A miniature Eiffel tower is made of plastic.',
  'The miniature Eiffel tower stands on the shelf.',
  'He bought a miniature tower and put it on the shelf.',
  'They crashed the car.',
  'They drove too fast and crashed the car.',
];

/** A fact that the user can change. */
const FAN_OF = 'Harry Kane';

export function smallFact(r: Random, { lands, sportOf }: WorldFacts): string {
  const sport = sportOf(FAN_OF);
  const fans = sport === undefined ? [] : [`The ${sport} team cheered for ${FAN_OF}.`];
  const { one, many, place, young, sound } = r.choice(ANIMALS);
  return r.choice([
    () =>
      r.choice([
        `${article(one)} ${one} ${sound}.`,
        `The ${young} is a young ${one}.`,
        `${many} live in the ${place}.`,
        `Every ${one} was once ${article(young)} ${young}.`,
      ]),
    () => r.choice([...MAGIC, ...fans]),
    () => r.choice(TOWERS),
    () => landSentence(r, lands),
  ])();
}
