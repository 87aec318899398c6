// A run's history in its file's metadata: the curves and evaluations, checked before anybody draws them.

import * as v from 'valibot';
import type { History } from '../history/history.ts';
import { KernelError } from '../kernels/errors.ts';
import { checked, listOf, textOf, wholeNumber } from './checked.ts';
import type { MeasureValue } from './measures.ts';
import { JsonProblem, parseStrictly } from './strict-json.ts';

/** JSON has no word for what a diverged run finds: these stand in its place. */
const NO_NUMBERS: Readonly<Record<string, number>> = {
  NaN: Number.NaN,
  Infinity: Infinity,
  '-Infinity': -Infinity,
};

/** Any number a network may come to. */
const figure = v.union([
  v.number(),
  v.pipe(
    v.picklist(Object.keys(NO_NUMBERS)),
    v.transform((word) => NO_NUMBERS[word]),
  ),
]);
const step = wholeNumber(0, Number.MAX_SAFE_INTEGER);
/** A curve holds a thousand or two: a file of a million points was not written by us. */
const MOST_POINTS = 10_000;
const text = textOf(100_000);
const byHead = listOf(listOf(figure, 1000), 1000);

const Series = v.object({
  stride: wholeNumber(1, Number.MAX_SAFE_INTEGER),
  points: listOf(
    v.object({
      step,
      count: wholeNumber(1, Number.MAX_SAFE_INTEGER),
      loss: figure,
      gradientNorm: figure,
      learningRate: figure,
    }),
    MOST_POINTS,
  ),
});

const Measure = v.object({
  name: text,
  description: text,
  value: figure,
  heldOut: v.optional(figure),
  chance: v.optional(figure),
  count: figure,
  heads: v.optional(byHead),
}) satisfies v.GenericSchema<unknown, MeasureValue>;

const Evaluation = v.object({
  step,
  validationLoss: figure,
  measures: listOf(Measure, 100),
  habits: listOf(v.object({ habit: text, queries: figure, chance: figure, scores: byHead }), 100),
  completions: listOf(v.object({ prompt: text, text }), 100),
});

const Score = v.object({ accuracy: figure, cost: figure, count: figure });
const DigitEvaluation = v.object({ step, test: Score, train: Score });

/** Of a transformer. */
export type RunHistory = History<v.InferOutput<typeof Evaluation>>;
export type DigitHistory = History<v.InferOutput<typeof DigitEvaluation>>;

export const historyText = (history: RunHistory | DigitHistory): string =>
  JSON.stringify(history, (_, value) =>
    typeof value === 'number' && !Number.isFinite(value) ? String(value) : value,
  );

/** Both throw a sentence that begins with `what` the file is. */
export const readRunHistory = (text: string | undefined, what: string): RunHistory | undefined =>
  read(v.object({ series: Series, evaluations: listOf(Evaluation, MOST_POINTS) }), text, what);

export const readDigitHistory = (text: string | undefined, what: string): DigitHistory | undefined =>
  read(v.object({ series: Series, evaluations: listOf(DigitEvaluation, MOST_POINTS) }), text, what);

function read<Output>(
  schema: v.GenericSchema<unknown, Output>,
  text: string | undefined,
  what: string,
): Output | undefined {
  if (text === undefined) return undefined;
  try {
    return checked(schema, parseStrictly(text), `${what}: its history`);
  } catch (error) {
    throw error instanceof JsonProblem ? new KernelError(`${what}: its history ${error.message}`) : error;
  }
}
