// The table of a comparison: the latest figures of two variants, and their difference.

import { msg, str } from '@lit/localize';
import { bestHead } from '../../../../shared/comparison/head-emergence.ts';
import type { Evaluation } from '../../../../workers/rpc/api/lab-api.ts';
import { formatInteger, formatPercent, formatSignedFixed } from '../../../format/numbers.ts';
import { formatLoss } from '../../../format/quantities.ts';
import type { VariantView } from '../../../types/comparison.ts';
import { comparedMeasures } from './comparison-lines.ts';

export interface FigureRow {
  readonly name: string;
  /** Of each variant. */
  readonly values: readonly string[];
  /** The second minus the first. */
  readonly difference: string;
}

interface Figure {
  readonly name: string;
  readonly read: (variant: VariantView) => number | undefined;
  readonly format: (value: number) => string;
  readonly formatDifference: (value: number) => string;
}

const loss = {
  format: formatLoss,
  formatDifference: (value: number) =>
    Math.abs(value) < 1e5
      ? formatSignedFixed(value, 3)
      : `${value < 0 ? '−' : '+'}${formatLoss(Math.abs(value))}`,
};
/** Differences of shares are in percentage points. */
const share = {
  format: formatPercent,
  formatDifference: (value: number) => msg(str`${formatSignedFixed(100 * value, 1)}\u202fpp`),
};
const latest = ({ evaluations }: VariantView): Evaluation | undefined => evaluations.at(-1);

export function comparisonFigures(variants: readonly VariantView[]): FigureRow[] {
  return figuresOf(variants).map(({ name, read, format, formatDifference }) => {
    const [first, second] = variants.map(read);
    return {
      name,
      values: [first, second].map((value) => (value === undefined ? '–' : format(value))),
      difference: first === undefined || second === undefined ? '–' : formatDifference(second - first),
    };
  });
}

function figuresOf(variants: readonly VariantView[]): Figure[] {
  const count = { format: formatInteger, formatDifference: signedInteger };
  return [
    { name: msg('weights'), read: ({ run }) => run?.parameterCount, ...count },
    { name: msg('training loss'), read: ({ series }) => series.points.at(-1)?.loss, ...loss },
    { name: msg('validation loss'), read: (variant) => latest(variant)?.validationLoss, ...loss },
    ...comparedMeasures(variants).flatMap(({ name, heldOut }): Figure[] => {
      const value = (variant: VariantView) => latest(variant)?.measures.find((each) => each.name === name);
      return [
        { name, read: (variant) => value(variant)?.value, ...share },
        ...(heldOut === undefined
          ? []
          : [
              {
                name: msg(str`${name}, held out`),
                read: (variant: VariantView) => value(variant)?.heldOut,
                ...share,
              },
            ]),
      ];
    }),
    ...headPatterns(variants).map(
      (pattern): Figure => ({
        name: msg(str`best ${pattern} head`),
        read: (variant) => {
          const evaluation = latest(variant);
          return evaluation && bestHead(evaluation, pattern)?.score;
        },
        ...share,
      }),
    ),
  ];
}

/** Patterns that occur in the data of all variants. */
export const headPatterns = (variants: readonly VariantView[]): string[] =>
  variants
    .map((variant) => latest(variant)?.habits ?? [])
    .map((habits) => habits.filter(({ queries }) => queries > 0).map(({ habit }) => habit))
    .reduce((common, names) => common.filter((name) => names.includes(name)));

const signedInteger = (value: number): string =>
  `${value < 0 ? '−' : value > 0 ? '+' : ''}${formatInteger(Math.abs(value))}`;
