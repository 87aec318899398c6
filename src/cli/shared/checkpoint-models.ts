// The checkpoints of a training as models of their own.

import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Parameter, transformerParameters } from '../../model/architecture/parameters.ts';
import { initialWeights, type WeightValues } from '../../model/architecture/weights.ts';
import { writeCheckpoint } from '../../model/files/checkpoint.ts';
import { type RunHistory, readRunHistory } from '../../model/files/history-metadata.ts';
import { type ModelRecord, parseRecord } from '../../model/files/record.ts';
import { readRecordedCheckpoint } from '../../model/files/recorded-checkpoint.ts';
import { trainingId } from '../../model/files/training-id.ts';
import { resolveSettings } from '../../model/training/run-plan.ts';
import { checkpointFile, HISTORY_FILE } from '../../shared/model-record.ts';
import { openAs, readBytes, readModelFile } from './model-file.ts';

/**
 * By ascending step; the model itself is the last. Throws if the folder has none, if their shapes are not those of the model, if they are
 * of a training with other settings or data, if they are not the files that a `history.json` of it lists, if its losses are not those that
 * the model's file has, or if their first weights are not those that its settings and seed give. `note` says what nothing could be compared with.
 */
export function* checkpointModels(
  model: string,
  folder: string,
  note: (text: string) => void,
): Generator<{
  readonly step: number;
  readonly file: Uint8Array<ArrayBuffer>;
  /** The model itself. */
  readonly isLast?: true;
}> {
  const { origin, ...checkpoint } = readModelFile({ model });
  if (!origin) throw new Error(`${model} was not trained by this lab, so that it has no checkpoints.`);
  const parameters = transformerParameters(checkpoint.config);
  const record = recordIn(folder);
  const losses = compareLosses(checkpoint.history, record);
  if (losses === 'other')
    throw new Error(`The checkpoints in ${folder} are not of ${model}: their training had other losses.`);
  const { config } = checkpoint;
  const id = trainingId(origin.settings);
  let isNoted = losses === 'same';
  for (const step of stepsIn(folder)) {
    if (step >= origin.step) continue;
    const file = join(folder, checkpointFile(step));
    const reject = (reason: string) => {
      throw new Error(`${file} is no checkpoint of ${model}: ${reason}.`);
    };
    const bytes = readBytes(file);
    const opened = openAs(file, () => readRecordedCheckpoint(parameters, bytes));
    const { weights, training = record?.training } = opened;
    if (record?.training !== undefined && !isListed(record, step, bytes))
      reject(`it is not the file that ${HISTORY_FILE} lists`);
    if (training !== undefined && training !== id) reject('its training had other settings or data');
    if (training === undefined && !isNoted) {
      note(
        `The checkpoints in ${folder} do not say of which training they are; their shapes are those of ${model}.`,
      );
      isNoted = true;
    }
    const { seed } = resolveSettings(origin.settings).training;
    if (step === 0 && !startsWith(weights, parameters, initialWeights(parameters, { ...config, seed })))
      reject('its training began with other weights');
    const at = { ...checkpoint, weights, moments: undefined, undo: undefined, history: undefined };
    yield { step, file: writeCheckpoint({ ...at, origin: { ...origin, step, edits: undefined } }) };
  }
  yield { step: origin.step, file: readBytes(model), isLast: true };
}

function recordIn(folder: string): ModelRecord<RunHistory> | undefined {
  const file = join(folder, HISTORY_FILE);
  return existsSync(file) ? parseRecord(readFileSync(file, 'utf8'), readRunHistory, file) : undefined;
}

const isListed = ({ checkpoints }: ModelRecord<unknown>, step: number, bytes: Uint8Array): boolean =>
  checkpoints.some(
    (listed) => listed.step === step && listed.sha256 === createHash('sha256').update(bytes).digest('hex'),
  );

/** Of the steps that both record; undefined without a record, losses in the file, or such a step. */
function compareLosses(
  history: RunHistory | undefined,
  record: ModelRecord<RunHistory> | undefined,
): 'same' | 'other' | undefined {
  if (!history || !record) return undefined;
  const recorded = new Map(record.history.series.points.map((point) => [lossKey(point), point.loss]));
  const pairs = history.series.points.flatMap((point) => {
    const loss = recorded.get(lossKey(point));
    return loss === undefined ? [] : [[loss, point.loss]];
  });
  if (pairs.length === 0) return undefined;
  const isOther = pairs.some(([one, own]) => Math.abs(one - own) > LOSS_TOLERANCE * Math.abs(own));
  return isOther ? 'other' : 'same';
}

/** The record has seven digits. */
const LOSS_TOLERANCE = 1e-5;
const lossKey = ({ step, count }: { readonly step: number; readonly count: number }) => `${step} ${count}`;

/** Whether weights in 8 bits are these, within half a level of the largest of a parameter. */
function startsWith(read: WeightValues, parameters: readonly Parameter[], initial: WeightValues): boolean {
  return parameters.every(({ name }) => {
    const [numbers, expected] = [read.get(name) as Float32Array, initial.get(name) as Float32Array];
    const largest = expected.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    return numbers.every((value, i) => Math.abs(value - expected[i]) <= largest / 250);
  });
}

function stepsIn(folder: string): number[] {
  let names: string[];
  try {
    names = readdirSync(folder);
  } catch (error) {
    throw new Error(
      `${folder} cannot be read: ${(error as NodeJS.ErrnoException).code ?? 'unknown reason'}.`,
    );
  }
  const steps = names.flatMap((name) => /^step-(\d+)\.safetensors$/.exec(name)?.[1] ?? []).map(Number);
  if (steps.length === 0)
    throw new Error(`${folder} holds no checkpoints; name the folder that train --checkpoints wrote.`);
  return steps.sort((a, b) => a - b);
}
