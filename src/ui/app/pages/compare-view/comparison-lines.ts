// The lines of the comparison's charts: one colour a variant.

import { msg, str } from '@lit/localize';
import { smoothLosses } from '../../../../shared/history/series.ts';
import type { Evaluation } from '../../../../workers/rpc/api/lab-api.ts';
import type { VariantView } from '../../../types/comparison.ts';
import { VARIANT_COLOURS } from '../../../types/comparison.ts';
import type { ChartLine } from '../../../views/charts/line-chart/chart-data.ts';

/** Steps over which a training loss is averaged. */
const SMOOTHING = 10;

/** Smoothed training loss, with the validation loss as dots. */
export function comparisonLossLines(names: readonly string[], variants: readonly VariantView[]): ChartLine[] {
  const training = variants.map(({ series }, i): ChartLine => {
    const smooth = smoothLosses(series, SMOOTHING);
    return {
      name: names[i],
      colour: VARIANT_COLOURS[i],
      style: 'line',
      points: series.points.map(({ step }, p) => [step, smooth[p]] as const),
    };
  });
  const validation = variants.map(
    ({ evaluations }, i): ChartLine => ({
      name: msg(str`${names[i]}, validation`),
      colour: VARIANT_COLOURS[i],
      style: 'points',
      points: evaluations.map(({ step, validationLoss }) => [step, validationLoss] as const),
    }),
  );
  return [...validation, ...training];
}

/** End of the loss axis where a run diverges, so that the other stays readable; undefined where both fit. */
export function lossCeiling(variants: readonly VariantView[]): number | undefined {
  const initial = Math.max(...variants.map(({ series }) => series.points.at(0)?.loss ?? 0));
  const highest = variants
    .flatMap(({ series }) => series.points)
    .reduce((max, { loss }) => Math.max(max, loss), 0);
  return highest > 3 * initial ? 1.5 * initial : undefined;
}

/** Measures that all variants have, without those of attention, which are among the patterns of heads. */
export const comparedMeasures = (variants: readonly VariantView[]): Evaluation['measures'] =>
  variants
    .map(({ evaluations }) => evaluations.at(-1)?.measures ?? [])
    .reduce((common, measures) =>
      common.filter(({ name, heads }) => !heads && measures.some((measure) => measure.name === name)),
    );

/** The values of a measure, with those of held-out questions as dots. */
export function measureLines(
  measure: string,
  names: readonly string[],
  variants: readonly VariantView[],
): ChartLine[] {
  return variants.flatMap(({ evaluations }, i): ChartLine[] => {
    const values = evaluations.flatMap(({ step, measures }) => {
      const found = measures.find(({ name }) => name === measure);
      return found ? [{ step, ...found }] : [];
    });
    const heldOut = values.filter((value) => value.heldOut !== undefined);
    const line = { colour: VARIANT_COLOURS[i] };
    return [
      {
        ...line,
        name: names[i],
        style: 'line',
        points: values.map(({ step, value }) => [step, value] as const),
      },
      ...(heldOut.length === 0
        ? []
        : [
            {
              ...line,
              name: msg(str`${names[i]}, held out`),
              style: 'points' as const,
              points: heldOut.map(({ step, heldOut }) => [step, heldOut as number] as const),
            },
          ]),
    ];
  });
}
