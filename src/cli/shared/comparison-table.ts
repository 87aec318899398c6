// The table of `lab compare`: what the variants end with, as mean and standard deviation over seeds.

import { bestHead, EMERGENCE_SCORE, emergenceStep } from '../../shared/comparison/head-emergence.ts';
import type { Evaluation, RunState } from '../../workers/rpc/api/lab-api.ts';
import type { RecordedRun } from './seed-recorder.ts';

/** One variant trained with one seed. */
export interface ComparedRun extends RecordedRun {
  readonly seed: number;
  readonly end: RunState;
}

interface Metric {
  readonly name: string;
  readonly digits: number;
  /** Undefined where the run has no such value. */
  readonly read: (run: ComparedRun) => number | undefined;
}

export interface Spread {
  readonly mean: number;
  /** Sample standard deviation; absent for one value. */
  readonly deviation?: number;
  readonly count: number;
}

export interface ComparisonRow {
  readonly name: string;
  /** Of each variant; null where no seed has a value. */
  readonly variants: readonly (Spread | null)[];
  /** Of two variants: the second minus the first, seed by seed. */
  readonly difference?: Spread | null;
}

/** Steps whose mean batch loss stands for the end of training. */
const LAST_STEPS = 50;
/** Share of a measure's questions from which the first evaluated step is reported. */
const LEARNED_SHARE = 0.9;

/** `runs`: by variant, then by seed. Only runs that have finished count. */
export function comparisonRows(
  names: readonly string[],
  runs: readonly (readonly ComparedRun[])[],
): { readonly values: ComparisonRow[]; readonly table: string[][] } {
  const metrics = metricsOf(runs.flat().flatMap(({ evaluations }) => evaluations)[0]);
  const rows = metrics.map((metric) => ({ metric, row: toRow(metric, runs) }));
  const header = ['', ...names, ...(runs.length === 2 ? ['difference'] : [])];
  const seeds = runs[0]?.length ?? 0;
  return {
    values: rows.map(({ row }) => row),
    table: [
      header,
      ...rows.map(({ metric, row }) => [
        row.name,
        ...row.variants.map((spread) => spreadText(spread, metric.digits, seeds)),
        ...(row.difference === undefined ? [] : [spreadText(row.difference, metric.digits, seeds, true)]),
      ]),
    ],
  };
}

function metricsOf(evaluation: Evaluation | undefined): Metric[] {
  const last = ({ evaluations }: ComparedRun) => evaluations.at(-1);
  const measure = (name: string, part: 'value' | 'heldOut'): Metric[] => {
    const label = part === 'value' ? name : `${name}, held out`;
    const valueIn = ({ measures }: Evaluation) => measures.find((each) => each.name === name)?.[part];
    return [
      { name: label, digits: 3, read: (run) => last(run) && valueIn(last(run) as Evaluation) },
      {
        name: `${label} ≥ ${LEARNED_SHARE}, step`,
        digits: 0,
        read: ({ evaluations }) => evaluations.find((each) => (valueIn(each) ?? 0) >= LEARNED_SHARE)?.step,
      },
    ];
  };
  const heads = (pattern: string): Metric[] => [
    {
      name: `${pattern} head`,
      digits: 3,
      read: (run) => last(run) && bestHead(last(run) as Evaluation, pattern)?.score,
    },
    {
      name: `${pattern} head ≥ ${EMERGENCE_SCORE}, step`,
      digits: 0,
      read: ({ evaluations }) => emergenceStep(evaluations, pattern),
    },
  ];
  return [
    { name: 'weights', digits: 0, read: ({ parameterCount }) => parameterCount },
    { name: `training loss, last ${LAST_STEPS} steps`, digits: 4, read: trainingLoss },
    { name: 'validation loss', digits: 4, read: (run) => last(run)?.validationLoss },
    ...(evaluation?.measures ?? []).flatMap(({ name, heldOut, heads }) => [
      // Measures of attention are among the patterns of heads.
      ...(heads ? [] : measure(name, 'value')),
      ...(heldOut === undefined ? [] : measure(name, 'heldOut')),
    ]),
    ...(evaluation?.habits ?? []).filter(({ queries }) => queries > 0).flatMap(({ habit }) => heads(habit)),
  ];
}

function trainingLoss({ points }: ComparedRun): number | undefined {
  const losses = points.slice(-LAST_STEPS).map(({ loss }) => loss);
  return losses.length === 0 ? undefined : mean(losses);
}

function toRow({ name, read }: Metric, runs: readonly (readonly ComparedRun[])[]): ComparisonRow {
  const values = runs.map((seeds) => seeds.map((run) => (run.end === 'finished' ? read(run) : undefined)));
  const variants = values.map(spreadOf);
  if (values.length !== 2) return { name, variants };
  const [first, second] = values;
  const differences = first.map((a, seed) => {
    const b = second[seed];
    return a === undefined || b === undefined ? undefined : b - a;
  });
  return { name, variants, difference: spreadOf(differences) };
}

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

function spreadOf(all: readonly (number | undefined)[]): Spread | null {
  const values = all.filter((value) => value !== undefined);
  if (values.length === 0) return null;
  const centre = mean(values);
  const squares = values.reduce((sum, value) => sum + (value - centre) ** 2, 0);
  const deviation = Math.sqrt(squares / (values.length - 1));
  return { mean: centre, count: values.length, ...(values.length > 1 && { deviation }) };
}

/** `0.950 ± 0.012`, with the number of seeds where some have no value. */
function spreadText(spread: Spread | null, digits: number, seeds: number, signed = false): string {
  if (!spread) return '–';
  const { deviation, count } = spread;
  const sign = spread.mean < 0 ? '−' : signed ? '+' : '';
  const centre = `${sign}${Math.abs(spread.mean).toFixed(digits)}`;
  const text = deviation === undefined ? centre : `${centre} ± ${deviation.toFixed(digits)}`;
  return count === seeds ? text : `${text} (${count} of ${seeds})`;
}
