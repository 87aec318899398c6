// Compares the visitor's answer with the engine's.

import type { Draw, Kind, Place, QuestionOf, Responses, SolutionOf } from './question.ts';

const DRAWN_WITHIN = 0.15;

type Grades = {
  readonly [K in Kind]: (
    question: QuestionOf<K>,
    solution: SolutionOf<QuestionOf<K>>,
    response: Responses[K],
  ) => boolean;
};

const GRADES: Grades = {
  choose: (_, { right }, chosen) => chosen === right,
  estimate: ({ within }, { right }, value) => Math.abs(value - right) <= within,
  rank: (_, { right }, order) => order.every((item, i) => i === 0 || right[order[i - 1]] >= right[item]),
  pick: (_, { right }, place) => right.some((each) => isAt(each, place)),
  draw: (question, { right }, drawn) => distance(question, right, drawn) <= (question.within ?? DRAWN_WITHIN),
  adjust: (_, { attempt }, values) => attempt(values).isRight,
};

export function isRight<K extends Kind>(
  question: QuestionOf<K>,
  solution: SolutionOf<QuestionOf<K>>,
  response: Responses[K],
): boolean {
  return (GRADES[question.kind] as Grades[K])(question, solution, response);
}

const isAt = (right: Place, place: Place): boolean =>
  (Object.keys(right) as (keyof Place)[]).every((key) => right[key] === place[key]);

/** Mean distance of two curves, as a share of the height. */
function distance({ y }: Draw, right: readonly number[], drawn: readonly number[]): number {
  const sum = right.reduce((total, value, i) => total + Math.abs(value - drawn[i]), 0);
  return sum / right.length / (y.max - y.min);
}
