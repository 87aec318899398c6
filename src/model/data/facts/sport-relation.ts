// The ways to say who plays what, for real athletes and invented ones alike.

import type { Relation } from '../dataset.ts';

/** Five questions, answer last, and one sentence with the answer first, which a network may only read. */
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
};
