// Corrupted model files: random bytes, or one part of an otherwise valid file.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { transformerParameters } from '../../../src/model/architecture/architecture.ts';
import { initialWeights } from '../../../src/model/architecture/weights.ts';
import { readDigitFile, writeDigitFile } from '../../../src/model/digits/digit-file.ts';
import { digitParameters } from '../../../src/model/digits/digit-network.ts';
import { planDigits } from '../../../src/model/digits/digit-settings.ts';
import { applyUpdates, editedWeight } from '../../../src/model/editing/rank-one-edit.ts';
import { writeCheckpoint } from '../../../src/model/files/checkpoint.ts';
import { assertFeasible, planRun, resolveSettings } from '../../../src/model/training/run-plan.ts';
import { EMPTY_HISTORY } from '../../../src/shared/history/history.ts';
import { serializeUndoableEdits } from '../../../src/workers/model-editing/undoable-edits.ts';
import { restoreRun } from '../../../src/workers/persistence/run-file.ts';
import type { EditResult } from '../../../src/workers/rpc/api/lab-api.ts';
import { tinyRun } from '../model/tiny-model.ts';
import { applyMutation, cut, cutBytes, fuzz, type Mutation, mutation, resultOrUserError } from './fuzz.ts';

const CAPACITY = { label: 'this test', totalBytes: 1e9, maxBufferBytes: 1e9 };
const LENGTH_BYTES = 8;

const REPLY = {
  ...{ prompt: 'a', wording: 0, probability: 0.5, rank: 1, margin: 0.1 },
  said: { id: 1, text: 'b', probability: 0.5, logit: 2 },
};
const REPLIES = [{ before: REPLY, after: REPLY }];
const KEPT = { kept: 1, of: 2 };
const PAST_EDIT = {
  ...{ subject: 'Bo', relation: 'pet', oldAnswer: 'cat', newAnswer: 'dog', protect: false, step: 4 },
  site: { layer: 0, at: 'answer' as const },
};
const EDIT_READING: EditResult = {
  ...PAST_EDIT,
  ...{ fitted: REPLIES, paraphrases: [], withText: REPLIES, changed: [] },
  ...{ others: KEPT, sameFirstName: KEPT, sameLastName: KEPT },
  ...{ success: true, generalises: true, specific: false, added: 1, addedBefore: 1, change: 1, matrix: 1 },
};

function runFile(settings: ReturnType<typeof tinyRun>): Uint8Array<ArrayBuffer> {
  const plan = planRun(settings);
  const parameters = transformerParameters(plan.config);
  const weights = initialWeights(parameters, { seed: 1, initStd: 0.1 });
  const moments = new Map([
    ['m', weights],
    ['v', new Map([...weights].map(([name, values]) => [name, values.map(Math.abs)]))],
  ]);
  const origin = { settings, step: 4, engine: 'another', variants: { a: 'b' }, edits: [PAST_EDIT] };
  const { C, mlpWidth } = plan.config;
  const update = { layer: 0, u: new Float64Array(mlpWidth).fill(0.1), delta: new Float64Array(C).fill(0.1) };
  const base = new Map([...weights].filter(([name]) => name === editedWeight(plan.config, 0)));
  const point = { step: 0, count: 1, loss: 3, gradientNorm: 1, learningRate: 0.1 };
  const history = { ...EMPTY_HISTORY, series: { stride: 1, points: [point] } };
  return writeCheckpoint({
    config: plan.config,
    weights: applyUpdates(plan.config, weights, [update]),
    moments,
    undo: serializeUndoableEdits({ base, edits: [{ at: 0, update, reading: EDIT_READING }] }),
    tokenizer: plan.dataset.tokenizer,
    origin,
    history,
  });
}

function digitFile(): Uint8Array<ArrayBuffer> {
  const plan = planDigits({ preset: 'digits', hidden: [2] });
  const weights = initialWeights(digitParameters(plan.config), { seed: 1, initStd: 0.1 });
  return writeDigitFile({ plan, step: 3, weights });
}

const RUNS = [tinyRun(), { ...tinyRun(), tokenizer: 'byte-pair' as const, vocabularySize: 40 }].map(runFile);
const DIGITS = digitFile();

/** The file with a changed header or metadata value and without its checksum; lengths and data stay valid. */
function withChanges(
  file: Uint8Array,
  inside: string | undefined,
  changes: readonly Mutation[],
): Uint8Array<ArrayBuffer> {
  const size = Number(new DataView(file.buffer, file.byteOffset).getBigUint64(0, true));
  const dataStart = LENGTH_BYTES + size;
  let header = JSON.parse(new TextDecoder().decode(file.subarray(LENGTH_BYTES, dataStart)));
  const { __metadata__: texts } = header;
  delete texts.digest; // it would refuse every change
  const edit = (data: unknown) => changes.reduce(applyMutation, data);
  if (inside === undefined) header = edit(header);
  else texts[inside] = JSON.stringify(edit(JSON.parse(texts[inside])));
  const json = new TextEncoder().encode(JSON.stringify(header) ?? '');
  const bytes = new Uint8Array(LENGTH_BYTES + json.length + file.length - dataStart);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(json.length), true);
  bytes.set(json, LENGTH_BYTES);
  bytes.set(file.subarray(dataStart), LENGTH_BYTES + json.length);
  return bytes;
}

/** An opened model is valid: finite weights of the planned shapes, and trainable settings. */
function expectValidRun(bytes: Uint8Array): void {
  const run = resultOrUserError(() => restoreRun(bytes, 'another', { capacity: CAPACITY }));
  if (!run) return;
  const { plan, from, edits } = run;
  for (const { name, shape } of transformerParameters(plan.config)) {
    const values = from.weights.get(name) as Float32Array;
    expect(values).toHaveLength(shape.reduce((a, b) => a * b));
    expect(values.every(Number.isFinite)).toBe(true);
  }
  for (const { update } of edits?.undoable?.edits ?? []) {
    expect(update.u).toHaveLength(plan.config.mlpWidth);
    expect(update.delta).toHaveLength(plan.config.C);
  }
  expect(from.step).toBeLessThanOrEqual(plan.training.steps);
  assertFeasible({ ...resolveSettings(plan.settings), config: plan.config }, { capacity: CAPACITY });
}

function expectValidDigitRun(bytes: Uint8Array): void {
  const file = resultOrUserError(() => readDigitFile(bytes));
  if (!file) return;
  for (const { name, shape } of digitParameters(file.plan.config)) {
    const values = file.weights.get(name) as Float32Array;
    expect(values).toHaveLength(shape.reduce((a, b) => a * b));
    expect(values.every(Number.isFinite)).toBe(true);
  }
}

const cuts = fc.array(cut, { minLength: 1, maxLength: 4 });
const junk = fc.uint8Array({ minLength: 1, maxLength: 64 });
const changes = fc.array(mutation, { minLength: 1, maxLength: 3 });

export function fuzzFiles(cases: number): void {
  describe(`model files, ${cases} cases each`, () => {
    it('as they were written open with all they hold', () => {
      for (const file of RUNS) expect(restoreRun(file, 'another').edits?.undoable?.edits).toHaveLength(1);
    });

    it('damaged byte by byte', () => {
      fuzz(cases, fc.tuple(fc.nat(RUNS.length - 1), cuts, junk), ([file, cuts, junk]) =>
        expectValidRun(cutBytes(RUNS[file], cuts, junk)),
      );
    });

    it('changed in their header or in what it holds', () => {
      const part = fc.constantFrom(undefined, 'config', 'tokenizer', 'origin', 'history', 'undo');
      fuzz(cases, fc.tuple(fc.nat(RUNS.length - 1), part, changes), ([file, part, changes]) =>
        expectValidRun(withChanges(RUNS[file], part, changes)),
      );
    });

    it('of digits, both ways', () => {
      const part = fc.constantFrom(undefined, 'digits');
      fuzz(cases, fc.tuple(part, changes, cuts, junk), ([part, changes, cuts, junk]) => {
        expectValidDigitRun(withChanges(DIGITS, part, changes));
        expectValidDigitRun(cutBytes(DIGITS, cuts, junk));
      });
    });
  });
}
