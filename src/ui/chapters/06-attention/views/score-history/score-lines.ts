// The lines of a habit over training: every head, the best one, the one in focus, chance, and copying beside induction.

import type { Evaluation } from '../../../../../workers/lab-api.ts';
import type { ChartLine } from '../../../../views/line-chart/chart-data.ts';
import { bestHeads } from '../../head-names.ts';

/** The data set's measure that tells whether what an induction head is good for can be done. */
const COPYING = 'copying';

/** From evaluations in the order of their steps; `steps` is where the chance line ends. */
export function scoreLines(
  evaluations: readonly Evaluation[],
  habit: string,
  focus: { readonly layer: number; readonly head: number },
  steps: number,
): ChartLine[] {
  const told = evaluations.flatMap(({ step, habits, measures }) => {
    const found = habits.find((each) => each.habit === habit);
    return found && found.queries > 0 ? [{ step, found, measures }] : [];
  });
  const latest = told.at(-1)?.found;
  if (!latest) return [];
  const [best] = bestHeads([latest]);
  const nameOf = (layer: number, head: number) => `head ${layer + 1}.${head + 1}`;
  const lineOf = (layer: number, head: number, look: Pick<ChartLine, 'colour' | 'style'>): ChartLine => ({
    name: nameOf(layer, head),
    ...look,
    points: told.map(({ step, found }) => [step, found.scores[layer]?.[head] ?? Number.NaN]),
  });
  const heads = latest.scores.flatMap((scores, layer) => scores.map((_, head) => ({ layer, head })));
  const is = (a: { layer: number; head: number }, b: { layer: number; head: number }) =>
    a.layer === b.layer && a.head === b.head;
  const copying = told.flatMap(({ step, measures }) => {
    const measure = measures.find(({ name }) => name === COPYING);
    return habit === 'induction' && measure ? [[step, measure.value] as const] : [];
  });
  return [
    ...heads
      .filter((head) => !is(head, best) && !is(head, focus))
      .map(({ layer, head }) => lineOf(layer, head, { colour: 'grey', style: 'faint' })),
    ...(is(best, focus) ? [] : [lineOf(focus.layer, focus.head, { colour: 'yellow', style: 'line' })]),
    ...(copying.length > 0
      ? [{ name: 'copies right', colour: 'teal', style: 'line', points: copying } as const]
      : []),
    lineOf(best.layer, best.head, { colour: 'blue', style: 'dotted' }),
    {
      name: 'chance',
      colour: 'grey',
      style: 'dashed',
      points: [
        [0, latest.chance],
        [steps, latest.chance],
      ],
    },
  ];
}
