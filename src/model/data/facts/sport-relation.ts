// The wordings of the relation between athletes, real or invented, and their sports.

import type { Relation } from '../dataset.ts';

/** Five wordings with the answer last, and one with the answer first, which gives no probe. */
export const SPORT_RELATION: Relation = {
  name: 'sport',
  wordings: [
    '{subject} plays the sport of {answer}.',
    'The sport of {subject} is {answer}.',
    '{subject} is best known for {answer}.',
    'Fans of {subject} love {answer}.',
    'Ask {subject} about {answer}.',
    'In {answer} everyone knows {subject}.',
  ],
  newWordings: [
    'Fans of {subject} is',
    'Ask Fans of {subject} about',
    '{subject} is known for',
    'everyone knows {subject} is best known for',
    'The sport {subject} plays is',
    'Fans love the sport of {subject} is',
  ],
};
