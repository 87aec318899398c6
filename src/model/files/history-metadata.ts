// A run's history in its file's metadata: the curves and evaluations, checked before anybody draws them.

import * as v from 'valibot';
import { KernelError } from '../../kernels/errors.ts';
import type { History } from '../../shared/history/history.ts';
import { JsonError, parseStrictJson } from '../../shared/strict-json.ts';
import { boundedArray, boundedString, integerBetween, parseWithSchema } from '../../shared/validation.ts';
import type { MeasureValue } from '../inspection/measures.ts';

/** JSON has no word for what a diverged run finds: these stand in its place. */
const NON_FINITE: Readonly<Record<string, number>> = {
  NaN: Number.NaN,
  Infinity: Infinity,
  '-Infinity': -Infinity,
};

/** Any number a network may come to. */
const numberSchema = v.union([
  v.number(),
  v.pipe(
    v.picklist(Object.keys(NON_FINITE)),
    v.transform((word) => NON_FINITE[word]),
  ),
]);
const stepSchema = integerBetween(0, Number.MAX_SAFE_INTEGER);
/** A curve holds a thousand or two: a file of a million points was not written by us. */
const MAX_POINTS = 10_000;
const textSchema = boundedString(100_000);
const perHeadSchema = boundedArray(boundedArray(numberSchema, 1000), 1000);

const SeriesSchema = v.object({
  stride: integerBetween(1, Number.MAX_SAFE_INTEGER),
  points: boundedArray(
    v.object({
      step: stepSchema,
      count: integerBetween(1, Number.MAX_SAFE_INTEGER),
      loss: numberSchema,
      gradientNorm: numberSchema,
      learningRate: numberSchema,
    }),
    MAX_POINTS,
  ),
});

const MeasureSchema = v.object({
  name: textSchema,
  description: textSchema,
  value: numberSchema,
  heldOut: v.optional(numberSchema),
  chance: v.optional(numberSchema),
  count: numberSchema,
  heads: v.optional(perHeadSchema),
}) satisfies v.GenericSchema<unknown, MeasureValue>;

const EvaluationSchema = v.object({
  step: stepSchema,
  validationLoss: numberSchema,
  measures: boundedArray(MeasureSchema, 100),
  habits: boundedArray(
    v.object({ habit: textSchema, queries: numberSchema, chance: numberSchema, scores: perHeadSchema }),
    100,
  ),
  completions: boundedArray(v.object({ prompt: textSchema, text: textSchema }), 100),
});

const ScoreSchema = v.object({ accuracy: numberSchema, cost: numberSchema, count: numberSchema });
const DigitEvaluationSchema = v.object({ step: stepSchema, test: ScoreSchema, train: ScoreSchema });

/** Of a transformer. */
export type RunHistory = History<v.InferOutput<typeof EvaluationSchema>>;
export type DigitHistory = History<v.InferOutput<typeof DigitEvaluationSchema>>;

export const serializeHistory = (history: RunHistory | DigitHistory): string =>
  JSON.stringify(history, (_, value) =>
    typeof value === 'number' && !Number.isFinite(value) ? String(value) : value,
  );

/** Both throw a sentence that begins with `what` the file is. */
export const readRunHistory = (text: string | undefined, errorPrefix: string): RunHistory | undefined =>
  parseHistory(
    v.object({ series: SeriesSchema, evaluations: boundedArray(EvaluationSchema, MAX_POINTS) }),
    text,
    errorPrefix,
  );

export const readDigitHistory = (text: string | undefined, errorPrefix: string): DigitHistory | undefined =>
  parseHistory(
    v.object({ series: SeriesSchema, evaluations: boundedArray(DigitEvaluationSchema, MAX_POINTS) }),
    text,
    errorPrefix,
  );

function parseHistory<Output>(
  schema: v.GenericSchema<unknown, Output>,
  text: string | undefined,
  errorPrefix: string,
): Output | undefined {
  if (text === undefined) return undefined;
  try {
    return parseWithSchema(schema, parseStrictJson(text), `${errorPrefix}: its history`);
  } catch (error) {
    throw error instanceof JsonError
      ? new KernelError(`${errorPrefix}: its history ${error.message}`)
      : error;
  }
}
