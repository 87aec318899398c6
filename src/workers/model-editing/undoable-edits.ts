// Edits of facts that can still be undone, in a run's file and back: what each added, and the matrices as they were before.

import * as v from 'valibot';
import type { WeightValues } from '../../model/architecture/weights.ts';
import { FACT_KEY_ENTRIES } from '../../model/data/facts/fact-schema.ts';
import { applyUpdates, editedWeight, type RankOneUpdate } from '../../model/editing/rank-one-edit.ts';
import type { Checkpoint, UndoState } from '../../model/files/checkpoint.ts';
import { JsonError, parseStrictJson } from '../../shared/strict-json.ts';
import {
  boolean,
  boundedArray,
  boundedString,
  finiteNumber,
  integerBetween,
  oneOf,
  parseWithSchema,
} from '../../shared/validation.ts';
import type { EditResult } from '../rpc/api/lab-api.ts';

export interface UndoableEdit {
  /** Which of all edits of the weights it is, from 0. */
  readonly at: number;
  readonly update: RankOneUpdate;
  readonly reading: EditResult;
}

/** The weights are `base` with every update in it, in this order. */
export interface UndoableEdits {
  /** The edited matrices by name. */
  readonly base: WeightValues;
  readonly edits: readonly UndoableEdit[];
}

const SOURCE_LABEL = 'model file: its edits';

const text = boundedString(10_000);
const count = integerBetween(0, Number.MAX_SAFE_INTEGER);
/** A side of the largest matrix that a model of this lab can have. */
const vector = boundedArray(finiteNumber, 100_000);
const Reply = v.object({
  prompt: text,
  wording: count,
  probability: finiteNumber,
  rank: count,
  margin: finiteNumber,
  said: v.object({ id: count, text, probability: finiteNumber, logit: finiteNumber }),
});
const replies = boundedArray(v.object({ before: Reply, after: Reply }), 1000);
const KeptCount = v.object({ kept: count, of: count });

const Reading = v.object({
  ...FACT_KEY_ENTRIES,
  step: count,
  oldAnswer: text,
  newAnswer: text,
  site: v.object({ layer: count, at: oneOf(['answer', 'subject']) }),
  protect: boolean,
  fitted: replies,
  paraphrases: replies,
  withText: replies,
  others: KeptCount,
  sameFirstName: KeptCount,
  sameLastName: KeptCount,
  changed: boundedArray(
    v.object({ ...FACT_KEY_ENTRIES, wording: count, prompt: text, before: text, after: text }),
    100_000,
  ),
  success: boolean,
  generalises: boolean,
  specific: boolean,
  added: finiteNumber,
  addedBefore: finiteNumber,
  change: finiteNumber,
  matrix: finiteNumber,
}) satisfies v.GenericSchema<unknown, EditResult>;

const Edits = boundedArray(
  v.object({ at: count, layer: count, u: vector, delta: vector, reading: Reading }),
  10_000,
);

export function serializeUndoableEdits({ base, edits }: UndoableEdits): UndoState {
  // JSON brings every bit of a double back; a tensor of the file has half of them.
  const serializable = edits.map(({ at, update: { layer, u, delta }, reading }) => ({
    at,
    layer,
    u: [...u],
    delta: [...delta],
    reading,
  }));
  return { previousMatrices: base, serializedEdits: JSON.stringify(serializable) };
}

/**
 * @returns undefined if the file has no undo data, or if its weights are not the result of the edits
 * @throws Error if the undo data is invalid
 */
export function parseUndoableEdits({ config, weights, origin, undo }: Checkpoint): UndoableEdits | undefined {
  if (!undo) return undefined;
  const edits = parseEdits(undo.serializedEdits).map(({ at, reading, layer, u, delta }) => ({
    at,
    reading,
    update: { layer, u: Float64Array.from(u), delta: Float64Array.from(delta) },
  }));
  const { C, mlpWidth: M } = config;
  const past = origin?.edits ?? [];
  edits.forEach(({ at, update: { layer, u, delta } }, i) => {
    const hasSize = M > 0 && u.length === M && delta.length === C;
    const fits = hasSize && undo.previousMatrices.has(editedWeight(config, layer));
    const isNew = past[at]?.step === origin?.step && (i === 0 || edits[i - 1].at < at);
    if (!fits || !isNew) throw new Error(`${SOURCE_LABEL} are not those of this model.`);
  });
  const expected = applyUpdates(
    config,
    undo.previousMatrices,
    edits.map(({ update }) => update),
  );
  const same = [...expected].every(([name, matrix]) => matrix.every((w, i) => w === weights.get(name)?.[i]));
  return same ? { base: undo.previousMatrices, edits } : undefined;
}

function parseEdits(text: string): v.InferOutput<typeof Edits> {
  try {
    return parseWithSchema(Edits, parseStrictJson(text), SOURCE_LABEL);
  } catch (error) {
    throw error instanceof JsonError ? new Error(`${SOURCE_LABEL} ${error.message}`) : error;
  }
}
