// A digit network's file: one safetensors with its weights as [out, in]; settings and step in its metadata.

import * as v from 'valibot';
import { KernelError } from '../kernels/errors.ts';
import { formatShape } from '../kernels/shape.ts';
import type { DigitPlan, DigitSettings } from './digit-settings.ts';
import { planDigits } from './digit-settings.ts';
import { digitParameters } from './digits.ts';
import type { SafeTensor } from './safetensors.ts';
import { readSafeTensors, writeSafeTensors } from './safetensors.ts';
import type { WeightValues } from './weights.ts';

export interface DigitFile {
  readonly plan: DigitPlan;
  readonly step: number;
  readonly weights: WeightValues;
}

const Origin = v.object({
  settings: v.object({
    preset: v.string(),
    hidden: v.optional(v.array(v.number())),
    kind: v.optional(v.picklist(['sigmoid', 'relu'])),
    training: v.optional(v.record(v.string(), v.union([v.number(), v.string(), v.boolean()]))),
  }),
  step: v.pipe(v.number(), v.integer(), v.minValue(0)),
});

export function writeDigitFile({ plan, step, weights }: DigitFile): Uint8Array<ArrayBuffer> {
  const tensors = new Map(
    digitParameters(plan.config).map(({ name, shape }): [string, SafeTensor] => [
      name,
      { dtype: 'F32', shape, data: weights.get(name) as Float32Array<ArrayBuffer> },
    ]),
  );
  const metadata = new Map([['digits', JSON.stringify({ settings: plan.settings, step })]]);
  return writeSafeTensors({ tensors, metadata });
}

/** Throws one sentence for whatever is wrong, and never half a network: settings, names, shapes and numbers are all checked. */
export function readDigitFile(bytes: Uint8Array): DigitFile {
  const { tensors, metadata } = readSafeTensors(bytes);
  const { settings, step } = origin(metadata.get('digits'));
  const plan = planDigits(settings);
  const weights = new Map<string, Float32Array>();
  for (const { name, shape } of digitParameters(plan.config)) {
    const tensor = tensors.get(name);
    if (!tensor) throw new KernelError(`digit file: the weight '${name}' is missing`);
    if (!(tensor.data instanceof Float32Array) || formatShape(tensor.shape) !== formatShape(shape))
      throw new KernelError(`digit file: '${name}' is not ${formatShape(shape)} real numbers`);
    if (!tensor.data.every(Number.isFinite))
      throw new KernelError(`digit file: '${name}' holds something that is no number`);
    weights.set(name, tensor.data);
  }
  return { plan, step, weights };
}

function origin(text: string | undefined): { settings: DigitSettings; step: number } {
  if (text === undefined) throw new KernelError('digit file: this file holds no digit network');
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new KernelError('digit file: its settings are not JSON');
  }
  const result = v.safeParse(Origin, value);
  if (!result.success)
    throw new KernelError(`digit file: its settings are not right. ${result.issues[0].message}.`);
  // Names and limits of the settings are checked where a run is planned from them.
  return result.output as { settings: DigitSettings; step: number };
}
