// What is true in the world: the athletes and capitals of the preset `facts`, with its wordings and its held-out pairs, and the user's rows.

import type { Fact, FactRow, Relation } from '../dataset.ts';
import { ATHLETES } from '../facts/athletes.ts';
import { CAPITALS } from '../facts/capitals.ts';
import { splitStatements } from '../facts/fact-dataset.ts';
import { CAPITAL_RELATION } from '../facts/facts.ts';
import { SPORT_RELATION } from '../facts/sport-relation.ts';
import { factKey } from '../facts/user-facts.ts';
import { OWN_WORDINGS } from './held-out/wordings.ts';
import { LANDS } from './lexicon.ts';

export const RELATIONS: readonly Relation[] = [
  { ...SPORT_RELATION, ownWordings: OWN_WORDINGS.sport },
  { ...CAPITAL_RELATION, ownWordings: OWN_WORDINGS.capital },
];

/** A country of the tables; without a capital if the user has removed that fact. */
export type Land = Omit<(typeof LANDS)[number], 'capital'> & { readonly capital?: string };

/** Training sentences by fact: [fact][wording]. */
type Sentences = readonly (readonly string[])[];

export type WorldFacts = ReturnType<typeof worldFacts>;

/** The facts with the user's rows; the split of the other facts does not change. Throws if a row is invalid. */
export function worldFacts(rows: readonly FactRow[] = []) {
  const { facts, statements, splitOf } = splitStatements({
    name: 'facts',
    facts: [...ATHLETES, ...CAPITALS],
    relations: RELATIONS,
    rows,
  });
  const sentences = new Map<Fact, string[]>(facts.map((fact) => [fact, []]));
  for (const statement of statements)
    if (splitOf(statement) === 'train') sentences.get(statement.fact)?.push(statement.text);
  const trained = (isWanted: (fact: Fact) => boolean): Sentences =>
    [...sentences].flatMap(([fact, texts]) => (isWanted(fact) ? [texts] : []));
  // Rows become facts of their own; the others are those of the tables.
  const given = new Set<Fact>([...ATHLETES, ...CAPITALS]);
  const answers = new Map(facts.map((fact) => [factKey(fact), fact.answer]));
  const answerOf = (relation: string, subject: string) => answers.get(factKey({ relation, subject }));
  return {
    facts,
    statements,
    splitOf,
    sports: trained(({ relation }) => relation === SPORT_RELATION.name),
    capitals: trained(({ relation }) => relation === CAPITAL_RELATION.name),
    /** Those of the user. */
    own: trained((fact) => !given.has(fact)),
    lands: LANDS.map((land): Land => ({ ...land, capital: answerOf(CAPITAL_RELATION.name, land.country) })),
    sportOf: (subject: string) => answerOf(SPORT_RELATION.name, subject),
  };
}
