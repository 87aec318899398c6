// A run's history in its file's metadata: the curves and evaluations, checked before anybody draws them.

import * as v from 'valibot';
import type { History } from '../history/history.ts';
import { KernelError } from '../kernels/errors.ts';
import type { MeasureValue } from './measures.ts';

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
const step = v.pipe(v.number(), v.integer(), v.minValue(0));
const byHead = v.array(v.array(figure));

const Series = v.object({
  stride: v.pipe(v.number(), v.integer(), v.minValue(1)),
  points: v.array(
    v.object({
      step,
      count: v.pipe(v.number(), v.integer(), v.minValue(1)),
      loss: figure,
      gradientNorm: figure,
      learningRate: figure,
    }),
  ),
});

const Measure = v.object({
  name: v.string(),
  description: v.string(),
  value: figure,
  heldOut: v.optional(figure),
  chance: v.optional(figure),
  count: figure,
  heads: v.optional(byHead),
}) satisfies v.GenericSchema<unknown, MeasureValue>;

const Evaluation = v.object({
  step,
  validationLoss: figure,
  measures: v.array(Measure),
  habits: v.array(v.object({ habit: v.string(), queries: figure, chance: figure, scores: byHead })),
  completions: v.array(v.object({ prompt: v.string(), text: v.string() })),
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
  read(v.object({ series: Series, evaluations: v.array(Evaluation) }), text, what);

export const readDigitHistory = (text: string | undefined, what: string): DigitHistory | undefined =>
  read(v.object({ series: Series, evaluations: v.array(DigitEvaluation) }), text, what);

function read<Output>(
  schema: v.GenericSchema<unknown, Output>,
  text: string | undefined,
  what: string,
): Output | undefined {
  if (text === undefined) return undefined;
  const result = v.safeParse(v.pipe(v.string(), v.parseJson(), schema), text);
  if (result.success) return result.output;
  throw new KernelError(`${what}: its history is not right. ${result.issues[0].message}.`);
}
