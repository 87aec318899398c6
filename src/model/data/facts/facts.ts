// True facts about athletes and countries, for chapter 7: "Michael Jordan plays the sport of basketball".

import type { Relation } from '../dataset.ts';
import { ATHLETES } from './athletes.ts';
import { CAPITALS } from './capitals.ts';
import type { FactDataset, FactOptions } from './fact-dataset.ts';
import { createFactDataset } from './fact-dataset.ts';
import { nameStatistics } from './name-statistics.ts';
import { SPORT_RELATION } from './sport-relation.ts';

/** Five wordings with the answer last, and one with the answer first. */
export const CAPITAL_RELATION: Relation = {
  name: 'capital',
  wordings: [
    'The capital of {subject} is {answer}.',
    'The capital city of {subject} is called {answer}.',
    '{subject} has its capital in {answer}.',
    'The people of {subject} call their capital {answer}.',
    'A map of {subject} shows the capital {answer}.',
    '{answer} is the capital of {subject}.',
  ],
  newWordings: [
    'The people of {subject} capital is',
    'A map of {subject} is called',
    'The people of {subject} call their city',
    'The city of {subject} is called',
    '{subject} has its capital city in',
    'In {subject} the capital is',
  ],
};

export function facts(options: FactOptions = {}): FactDataset {
  return createFactDataset({
    ...options,
    name: 'facts',
    description:
      'True sentences about real athletes and countries, six wordings per fact. ' +
      'Some wordings of each subject are held out: a correct answer there shows that the network learned the fact and ' +
      'not the sentence. Names overlap, so a first name alone rarely determines the answer.',
    facts: [...ATHLETES, ...CAPITALS],
    relations: [SPORT_RELATION, CAPITAL_RELATION],
    prompts: [
      'Michael Jordan plays the sport of',
      'Michael Phelps plays the sport of',
      'Fans of Serena Williams love',
      'The capital of Jordan is',
      'The capital of France is',
    ],
    statistics: (all) => {
      const athletes = all.filter(({ relation }) => relation === SPORT_RELATION.name);
      return [
        { label: 'athletes', value: athletes.length },
        { label: 'sports', value: new Set(athletes.map(({ answer }) => answer)).size },
        { label: 'countries', value: all.length - athletes.length },
        ...nameStatistics(athletes),
      ];
    },
  });
}
