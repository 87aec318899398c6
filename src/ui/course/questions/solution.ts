// What the engine says of a question, once it is certain that the visitor could have answered it.

import { msg } from '@lit/localize';
import { isRight } from './grade.ts';
import type { Kind, Question, QuestionLab, QuestionOf, Response, Scale, Solution } from './question.ts';

const nearestOn = ({ min, max, step }: Scale, value: number): number =>
  Math.min(max, min + Math.max(0, Math.round((value - min) / step)) * step);

/** The answer of a field that is nearest to the engine's; undefined where the field has none. */
type Nearest = { readonly [K in Kind]: (question: QuestionOf<K>, right: never) => Response | undefined };

const NEAREST: Nearest = {
  choose: ({ options }, right: number) => (right in options ? right : undefined),
  estimate: ({ scale }, right: number) => nearestOn(scale, right),
  rank: ({ items }, right: readonly number[]) =>
    right.length === items.length && right.every(Number.isFinite)
      ? right.map((_, i) => i).sort((a, b) => right[b] - right[a])
      : undefined,
  pick: (_, [place]: readonly Response[]) => place,
  draw: ({ x, y }, right: readonly number[]) =>
    right.length === x.ticks.length ? right.map((value) => nearestOn(y, value)) : undefined,
  adjust: ({ sliders }, right: readonly number[]) => sliders.map((scale, i) => nearestOn(scale, right[i])),
};

const PROBLEMS: Readonly<Record<Kind, string>> = {
  choose: msg('none of the answers is right.'),
  estimate: msg('what is right is not on the scale.'),
  rank: msg('what it gives has no order.'),
  pick: msg('no place is right.'),
  draw: msg('its curve has no place in this drawing.'),
  adjust: msg('what is right is not on the slider.'),
};

/** @throws Error, a sentence, where this model gives the question no answer that the visitor can give */
export async function solutionOf(question: Question, lab: QuestionLab): Promise<Solution> {
  const solution = await question.solve(lab);
  const nearest = (NEAREST[question.kind] as Nearest[Kind])(question as never, solution.right as never);
  if (nearest === undefined || !isRight(question, solution as never, nearest as never))
    throw new Error(`${PROBLEMS[question.kind]} ${solution.found}`);
  return solution;
}
