// A digit network's file: one safetensors with its weights as [out, in]; settings and step in its metadata.

import * as v from 'valibot';
import { KernelError } from '../kernels/errors.ts';
import { checked, textOf, wholeNumber } from './checked.ts';
import type { DigitPlan, DigitSettings } from './digit-settings.ts';
import { DIGIT_SETTINGS, planDigits } from './digit-settings.ts';
import { digitParameters } from './digits.ts';
import { type DigitHistory, historyText, readDigitHistory } from './history-file.ts';
import { checkedTensors, namedTensors } from './named-tensors.ts';
import { momentTensors, readMoments } from './optimizer-file.ts';
import { readSafeTensors, writeSafeTensors } from './safetensors.ts';
import { type JsonProblem, parseStrictly } from './strict-json.ts';
import type { Moments } from './trainer.ts';
import type { WeightValues } from './weights.ts';

export interface DigitFile {
  readonly plan: DigitPlan;
  readonly step: number;
  readonly weights: WeightValues;
  /** The optimiser's memory; without it training begins anew from these weights. */
  readonly moments?: Moments;
  /** Engine and kernel variants that trained it: a run is exact only on the same ones. */
  readonly engine?: string;
  readonly variants?: Readonly<Record<string, string>>;
  /** What became of it on the way. */
  readonly history?: DigitHistory;
}

/** How its sentences begin. */
const WHAT = 'digit file';

const ORIGIN = v.object({
  settings: DIGIT_SETTINGS,
  step: wholeNumber(0, Number.MAX_SAFE_INTEGER),
  engine: v.optional(textOf(200)),
  variants: v.optional(v.record(textOf(200), textOf(200), 'it must be an object')),
});
type Origin = Pick<DigitFile, 'step' | 'engine' | 'variants'> & { settings: DigitSettings };

export function writeDigitFile(file: DigitFile): Uint8Array<ArrayBuffer> {
  const { plan, step, weights, moments, engine, variants, history } = file;
  const parameters = digitParameters(plan.config);
  const tensors = new Map([
    ...namedTensors(parameters, weights),
    ...(moments ? momentTensors(parameters, moments) : []),
  ]);
  const origin: Origin = { settings: plan.settings, step, engine, variants };
  const metadata = new Map([['digits', JSON.stringify(origin)]]);
  if (history) metadata.set('history', historyText(history));
  return writeSafeTensors({ tensors, metadata });
}

/** Throws one sentence for whatever is wrong, and never half a network: settings, names, shapes and numbers are all checked. */
export function readDigitFile(bytes: Uint8Array): DigitFile {
  const { tensors, metadata } = readSafeTensors(bytes);
  const { settings, ...origin } = readOrigin(metadata.get('digits'));
  const plan = planDigits(settings);
  const parameters = digitParameters(plan.config);
  const kind = plan.training.optimizer === 'adam' ? 'adamw' : 'sgd';
  return {
    plan,
    ...origin,
    weights: checkedTensors(parameters, tensors, WHAT),
    moments: readMoments(kind, parameters, tensors, WHAT),
    history: readDigitHistory(metadata.get('history'), WHAT),
  };
}

function readOrigin(text: string | undefined): Origin {
  if (text === undefined) throw new KernelError(`${WHAT}: this file holds no digit network`);
  // Limits of the settings are checked where a run is planned from them.
  return checked(ORIGIN, parse(text), `${WHAT}: what it says of itself`);
}

function parse(json: string): unknown {
  try {
    return parseStrictly(json);
  } catch (error) {
    throw new KernelError(`${WHAT}: what it says of itself ${(error as JsonProblem).message}`);
  }
}
