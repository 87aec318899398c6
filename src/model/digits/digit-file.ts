// The file of a digit network: a safetensors file with weights (out, in) and a JSON description in its metadata.

import * as v from 'valibot';
import { KernelError } from '../../kernels/errors.ts';
import { finish, type Sliced } from '../../shared/budget.ts';
import { plainJson } from '../../shared/plain-json.ts';
import { type JsonError, parseStrictJson } from '../../shared/strict-json.ts';
import {
  boundedRecord,
  boundedString,
  integerBetween,
  looseObject,
  parseWithSchema,
} from '../../shared/validation.ts';
import type { WeightValues } from '../architecture/weights.ts';
import { verifyDigestInSlices, withDigest } from '../files/digest.ts';
import { serializeHistory } from '../files/history-metadata.ts';
import { momentTensorNames, readMomentTensors, toMomentTensors } from '../files/moment-tensors.ts';
import { readNamedTensors, rejectUnknownTensors, toNamedTensors } from '../files/named-tensors.ts';
import { safeTensorsInSlices, writeSafeTensors } from '../files/safetensors.ts';
import type { Moments } from '../training/trainer.ts';
import { type DigitHistory, readDigitHistory } from './digit-history.ts';
import { digitParameters } from './digit-network.ts';
import type { DigitPlan, DigitSettings } from './digit-settings.ts';
import { DIGIT_SETTINGS_SCHEMA, planDigits } from './digit-settings.ts';

export interface DigitFile {
  readonly plan: DigitPlan;
  readonly step: number;
  readonly weights: WeightValues;
  /** Optimizer state; without it the optimizer restarts from zero. */
  readonly moments?: Moments;
  /** Engine and kernel variants of the training: a run resumes bit-exactly only on the same ones. */
  readonly engine?: string;
  readonly variants?: Readonly<Record<string, string>>;
  readonly history?: DigitHistory;
}

/** Prefix of error messages. */
const ERROR_PREFIX = 'digit file';

const ORIGIN_SCHEMA = looseObject({
  settings: DIGIT_SETTINGS_SCHEMA,
  step: integerBetween(0, Number.MAX_SAFE_INTEGER),
  engine: v.optional(boundedString(200)),
  variants: v.optional(boundedRecord(boundedString(200), 1000)),
});
type Origin = Pick<DigitFile, 'step' | 'engine' | 'variants'> & { settings: DigitSettings };

export function writeDigitFile(file: DigitFile): Uint8Array<ArrayBuffer> {
  const { plan, step, weights, moments, engine, variants, history } = file;
  const parameters = digitParameters(plan.config);
  const tensors = new Map([
    ...toNamedTensors(parameters, weights),
    ...(moments ? toMomentTensors(parameters, moments) : []),
  ]);
  const origin: Origin = { settings: plan.settings, step, engine, variants };
  const metadata = new Map([['digits', plainJson(origin)]]);
  if (history) metadata.set('history', serializeHistory(history));
  return writeSafeTensors(withDigest({ tensors, metadata }));
}

/** Throws one error if settings, names, shapes, values or the checksum are invalid; never returns part of a network. */
export const readDigitFile = (bytes: Uint8Array): DigitFile => finish(digitFileInSlices(bytes));

/** As `readDigitFile`, with pauses. */
export function* digitFileInSlices(bytes: Uint8Array): Sliced<DigitFile> {
  const file = yield* safeTensorsInSlices(bytes);
  const { tensors, metadata } = file;
  const { settings, ...origin } = readOrigin(metadata.get('digits'));
  const plan = planDigits(settings);
  const parameters = digitParameters(plan.config);
  const kind = plan.training.optimizer === 'adam' ? 'adamw' : 'sgd';
  rejectUnknownTensors(parameters, tensors, ERROR_PREFIX, momentTensorNames(kind, parameters));
  const { step } = origin;
  if (step > plan.training.steps)
    throw new KernelError(
      `${ERROR_PREFIX}: it was trained for ${step} steps, and its settings have ${plan.training.steps}`,
    );
  const network = {
    plan,
    ...origin,
    weights: readNamedTensors(parameters, tensors, ERROR_PREFIX),
    moments: readMomentTensors(kind, parameters, tensors, ERROR_PREFIX),
    history: readDigitHistory(metadata.get('history'), ERROR_PREFIX),
  };
  // Last: the errors above name the place.
  yield* verifyDigestInSlices(file, ERROR_PREFIX);
  return network;
}

function readOrigin(text: string | undefined): Origin {
  if (text === undefined) throw new KernelError(`${ERROR_PREFIX}: the file does not contain a digit network`);
  // `planDigits` checks the ranges of the settings.
  return parseWithSchema(ORIGIN_SCHEMA, parseMetadata(text), `${ERROR_PREFIX}: its metadata`);
}

function parseMetadata(json: string): unknown {
  try {
    return parseStrictJson(json);
  } catch (error) {
    throw new KernelError(`${ERROR_PREFIX}: its metadata ${(error as JsonError).message}`);
  }
}
