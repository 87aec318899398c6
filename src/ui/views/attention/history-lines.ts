// The lines of a head's history: the patterns that it ever follows, copying, and the data set's measure of what the model can do.

import { msg, str } from '@lit/localize';
import type { Evaluation, LensResult, StepResult } from '../../../workers/rpc/api/lab-api.ts';
import { headPatternName } from '../../format/head-pattern.ts';
import { engineText } from '../../languages/engine-text.ts';
import type { Focus } from '../../types/page.ts';
import type { ChartLine } from '../charts/line-chart/chart-data.ts';

type Table = LensResult<'head-table'>;

const COLOURS = ['blue', 'yellow', 'teal'] as const;
/** Always shown; a third line is the head's own pattern. */
const SHOWN: readonly string[] = ['induction', 'previous token'];

export function historyLines(
  history: readonly StepResult<Table>[],
  { layer, head }: Pick<Focus, 'layer' | 'head'>,
  evaluations: readonly Evaluation[],
): ChartLine[] {
  const last = history[history.length - 1].result;
  const of = ({ heads }: Table) => heads.find((each) => each.layer === layer && each.head === head);
  const nearest = of(last)?.nearest;
  const own = nearest === undefined ? undefined : last.patterns[nearest].name;
  const names = own === undefined || SHOWN.includes(own) ? SHOWN : [...SHOWN, own];
  const along = (value: (table: Table) => number | undefined) =>
    history.map(({ step, result }) => [step, value(result) ?? Number.NaN] as const);
  const patterns = names.flatMap((name, i): ChartLine[] => {
    const p = last.patterns.findIndex((each) => each.name === name);
    if (p < 0) return [];
    return [
      {
        name: headPatternName(name),
        colour: COLOURS[i],
        style: 'dotted',
        points: along((table) => of(table)?.patterns[p].score),
      },
    ];
  });
  const copying: ChartLine = {
    name: msg('copying (OV)'),
    colour: 'red',
    style: 'dotted',
    points: along((table) => of(table)?.copying),
  };
  const { step: end } = history[history.length - 1];
  const evaluated = evaluations.filter(({ step }) => step <= end);
  // Measures of attention are those of heads.
  const measure = evaluated.at(-1)?.measures.find(({ heads }) => !heads);
  if (!measure) return [...patterns, copying];
  const points = evaluated.flatMap(({ step, measures }) => {
    const found = measures.find(({ name }) => name === measure.name);
    return found ? [[step, found.heldOut ?? found.value] as const] : [];
  });
  return [
    { name: msg(str`the model: ${engineText(measure.name)}`), colour: 'grey', style: 'dashed', points },
    ...patterns,
    copying,
  ];
}
