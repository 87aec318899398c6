// The history of a run in its file's metadata: curves and evaluations as validated JSON.

import * as v from 'valibot';
import { KernelError } from '../../kernels/errors.ts';
import type { History } from '../../shared/history/history.ts';
import { plainJson } from '../../shared/plain-json.ts';
import { JsonError, parseStrictJson } from '../../shared/strict-json.ts';
import {
  boundedArray,
  boundedString,
  finiteNumber,
  integerBetween,
  parseWithSchema,
} from '../../shared/validation.ts';
import type { MeasureValue } from '../inspection/measures.ts';

/** JSON has no literals for the non-finite values of a diverged run; strings represent them. */
const NON_FINITE: Readonly<Record<string, number>> = {
  NaN: Number.NaN,
  Infinity: Infinity,
  '-Infinity': -Infinity,
};

/** Any number, finite or not. */
export const numberSchema = v.union([
  finiteNumber,
  v.pipe(
    v.picklist(Object.keys(NON_FINITE)),
    v.transform((literal) => NON_FINITE[literal]),
  ),
]);
export const stepSchema = integerBetween(0, Number.MAX_SAFE_INTEGER);
/** Histories are thinned to about 2,000 points. */
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
  heldOutChance: v.optional(numberSchema),
  rule: v.optional(v.object({ label: textSchema, value: numberSchema, heldOut: v.optional(numberSchema) })),
  positional: v.optional(numberSchema),
  count: numberSchema,
  heads: v.optional(perHeadSchema),
  positionalHeads: v.optional(perHeadSchema),
}) satisfies v.GenericSchema<unknown, MeasureValue>;

const EvaluationSchema = v.object({
  step: stepSchema,
  validationLoss: numberSchema,
  measures: boundedArray(MeasureSchema, 100),
  habits: boundedArray(
    v.object({
      habit: textSchema,
      queries: numberSchema,
      chance: numberSchema,
      scores: perHeadSchema,
      positional: v.optional(perHeadSchema),
    }),
    100,
  ),
  completions: boundedArray(v.object({ prompt: textSchema, text: textSchema }), 100),
});

export type RunHistory = History<v.InferOutput<typeof EvaluationSchema>>;

/** JSON of a history; the inverse of `parseHistory`. */
export const serializeHistory = (history: History<{ readonly step: number }>): string =>
  plainJson(history, (value) => (Number.isFinite(value) ? value : String(value)));

export const readRunHistory = (text: string | undefined, errorPrefix: string): RunHistory | undefined =>
  parseHistory(EvaluationSchema, text, errorPrefix);

/** A history whose evaluations match `evaluation`; undefined without text. Errors begin with `errorPrefix`. */
export function parseHistory<Evaluation>(
  evaluation: v.GenericSchema<unknown, Evaluation>,
  text: string | undefined,
  errorPrefix: string,
): { series: v.InferOutput<typeof SeriesSchema>; evaluations: Evaluation[] } | undefined {
  if (text === undefined) return undefined;
  const schema = v.object({ series: SeriesSchema, evaluations: boundedArray(evaluation, MAX_POINTS) });
  try {
    return parseWithSchema(schema, parseStrictJson(text), `${errorPrefix}: its history`);
  } catch (error) {
    throw error instanceof JsonError
      ? new KernelError(`${errorPrefix}: its history ${error.message}`)
      : error;
  }
}
