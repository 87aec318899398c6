// Edits of facts that can still be undone, in a run's file and back: what each added, and the matrices as they were before.

import * as v from 'valibot';
import { checked, finiteNumber, listOf, oneOf, textOf, wholeNumber, yesOrNo } from '../model/checked.ts';
import type { Checkpoint, Undo } from '../model/checkpoint.ts';
import { editedWeight, type RankOneUpdate, withUpdates } from '../model/lenses/rank-one-edit.ts';
import { FACT_KEY } from '../model/run-settings.ts';
import { JsonProblem, parseStrictly } from '../model/strict-json.ts';
import type { WeightValues } from '../model/weights.ts';
import type { EditReading } from './lab-api.ts';

export interface OpenEdit {
  /** Which of all edits of the weights it is, from 0. */
  readonly at: number;
  readonly update: RankOneUpdate;
  readonly reading: EditReading;
}

/** The weights are `base` with every update in it, in this order. */
export interface OpenEdits {
  /** The edited matrices by name. */
  readonly base: WeightValues;
  readonly edits: readonly OpenEdit[];
}

const WHAT = 'model file: its edits';

const text = textOf(10_000);
const count = wholeNumber(0, Number.MAX_SAFE_INTEGER);
/** A side of the largest matrix that a model of this lab can have. */
const vector = listOf(finiteNumber, 100_000);
const Reply = v.object({
  prompt: text,
  wording: count,
  probability: finiteNumber,
  rank: count,
  margin: finiteNumber,
  said: v.object({ id: count, text, probability: finiteNumber, logit: finiteNumber }),
});
const replies = listOf(v.object({ before: Reply, after: Reply }), 1000);
const Kept = v.object({ kept: count, of: count });

const Reading = v.object({
  ...FACT_KEY,
  step: count,
  oldAnswer: text,
  newAnswer: text,
  site: v.object({ layer: count, at: oneOf(['answer', 'subject']) }),
  protect: yesOrNo,
  fitted: replies,
  paraphrases: replies,
  withText: replies,
  others: Kept,
  sameFirstName: Kept,
  sameLastName: Kept,
  changed: listOf(
    v.object({ ...FACT_KEY, wording: count, prompt: text, before: text, after: text }),
    100_000,
  ),
  success: yesOrNo,
  generalises: yesOrNo,
  specific: yesOrNo,
  added: finiteNumber,
  addedBefore: finiteNumber,
  change: finiteNumber,
  matrix: finiteNumber,
}) satisfies v.GenericSchema<unknown, EditReading>;

const Edits = listOf(
  v.object({ at: count, layer: count, u: vector, delta: vector, reading: Reading }),
  10_000,
);

export function writeOpenEdits({ base, edits }: OpenEdits): Undo {
  // JSON brings every bit of a double back; a tensor of the file has half of them.
  const told = edits.map(({ at, update: { layer, u, delta }, reading }) => ({
    at,
    layer,
    u: [...u],
    delta: [...delta],
    reading,
  }));
  return { matrices: base, edits: JSON.stringify(told) };
}

/**
 * Throws a sentence for what no lab has written; undefined where the file has none, or where its weights are not those
 * that the edits lead to: somebody has changed them since.
 */
export function readOpenEdits({ config, weights, origin, undo }: Checkpoint): OpenEdits | undefined {
  if (!undo) return undefined;
  const edits = parsed(undo.edits).map(({ at, reading, layer, u, delta }) => ({
    at,
    reading,
    update: { layer, u: Float64Array.from(u), delta: Float64Array.from(delta) },
  }));
  const { C, mlpWidth: M } = config;
  const past = origin?.edits ?? [];
  edits.forEach(({ at, update: { layer, u, delta } }, i) => {
    const fits = undo.matrices.has(editedWeight(layer)) && u.length === M && delta.length === C;
    const isNew = past[at]?.step === origin?.step && (i === 0 || edits[i - 1].at < at);
    if (!fits || !isNew) throw new Error(`${WHAT} are not those of this model.`);
  });
  const led = withUpdates(
    undo.matrices,
    edits.map(({ update }) => update),
  );
  const same = [...led].every(([name, matrix]) => matrix.every((w, i) => w === weights.get(name)?.[i]));
  return same ? { base: undo.matrices, edits } : undefined;
}

function parsed(text: string): v.InferOutput<typeof Edits> {
  try {
    return checked(Edits, parseStrictly(text), WHAT);
  } catch (error) {
    throw error instanceof JsonProblem ? new Error(`${WHAT} ${error.message}`) : error;
  }
}
