// Facts of the world: the athletes and capitals of the preset `facts`, with its wordings and its held-out pairs.

import type { Random } from '../../../shared/random.ts';
import { ATHLETES } from '../facts/athletes.ts';
import { CAPITALS } from '../facts/capitals.ts';
import { splitStatements } from '../facts/fact-dataset.ts';
import { CAPITAL_RELATION } from '../facts/facts.ts';
import { SPORT_RELATION } from '../facts/sport-relation.ts';
import { smallFact } from './trivia.ts';

export const FACTS = [...ATHLETES, ...CAPITALS];
export const RELATIONS = [SPORT_RELATION, CAPITAL_RELATION];
export const STATEMENTS = splitStatements({ name: 'facts', facts: FACTS, relations: RELATIONS });

/** [fact][statement] of the training data. */
const trainedTexts = (relation: string) =>
  FACTS.filter((fact) => fact.relation === relation).map((fact) =>
    STATEMENTS.statements
      .filter((statement) => statement.fact === fact && STATEMENTS.splitOf(statement) === 'train')
      .map(({ text }) => text),
  );
const SPORTS = trainedTexts(SPORT_RELATION.name);
const CAPITAL_CITIES = trainedTexts(CAPITAL_RELATION.name);

/** One to three statements of fact. */
export function factDocument(r: Random): string {
  return Array.from({ length: 1 + r.integer(3) }, () => {
    const kind = r.float();
    if (kind < 0.62) return r.choice(r.choice(SPORTS));
    return kind < 0.86 ? r.choice(r.choice(CAPITAL_CITIES)) : smallFact(r);
  }).join(' ');
}
