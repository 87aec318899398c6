// The lines of a pattern over training: all heads, the best, the selected one, chance, and correct copies for induction.

import { msg, str } from '@lit/localize';
import type { Evaluation } from '../../../../../workers/rpc/api/lab-api.ts';
import type { ChartLine } from '../../../../views/charts/line-chart/chart-data.ts';
import { bestHeads } from '../../../chapter-stage/head-names.ts';

/** The data set's metric for repeated sequences, which induction heads improve. */
const COPYING_MEASURE = 'copying';

/** From evaluations by step; `steps` is the end of the chance line. */
export function scoreLines(
  evaluations: readonly Evaluation[],
  headPattern: string,
  focus: { readonly layer: number; readonly head: number },
  steps: number,
): ChartLine[] {
  const scored = evaluations.flatMap(({ step, habits: headPatterns, measures }) => {
    const found = headPatterns.find((each) => each.habit === headPattern);
    return found && found.queries > 0 ? [{ step, found, measures }] : [];
  });
  const latest = scored.at(-1)?.found;
  if (!latest) return [];
  const [best] = bestHeads([latest]);
  const headLabel = (layer: number, head: number) => msg(str`head ${layer + 1}.${head + 1}`);
  const lineOf = (layer: number, head: number, style: Pick<ChartLine, 'colour' | 'style'>): ChartLine => ({
    name: headLabel(layer, head),
    ...style,
    points: scored.map(({ step, found }) => [step, found.scores[layer]?.[head] ?? Number.NaN]),
  });
  const heads = latest.scores.flatMap((scores, layer) => scores.map((_, head) => ({ layer, head })));
  const isSameHead = (a: { layer: number; head: number }, b: { layer: number; head: number }) =>
    a.layer === b.layer && a.head === b.head;
  const copying = scored.flatMap(({ step, measures }) => {
    const measure = measures.find(({ name }) => name === COPYING_MEASURE);
    return headPattern === 'induction' && measure ? [[step, measure.value] as const] : [];
  });
  return [
    ...heads
      .filter((head) => !isSameHead(head, best) && !isSameHead(head, focus))
      .map(({ layer, head }) => lineOf(layer, head, { colour: 'grey', style: 'faint' })),
    ...(isSameHead(best, focus)
      ? []
      : [lineOf(focus.layer, focus.head, { colour: 'yellow', style: 'line' })]),
    ...(copying.length > 0
      ? [{ name: msg('correct copies'), colour: 'teal', style: 'line', points: copying } as const]
      : []),
    lineOf(best.layer, best.head, { colour: 'blue', style: 'dotted' }),
    {
      name: msg('chance'),
      colour: 'grey',
      style: 'dashed',
      points: [
        [0, latest.chance],
        [steps, latest.chance],
      ],
    },
  ];
}
