// Conversion of digit network requests to parameters of the URL and back.

import { msg } from '@lit/localize';
import * as v from 'valibot';
import type { DigitPresetInfo, DigitRequest, DigitRunInfo } from '../../../workers/rpc/api/lab-api.ts';
import { resolveDigitSettings } from '../../types/digits.ts';
import { boolean, nonNegative, oneOf, type ParsedParams } from '../page/url-params.ts';

const HIDDEN_SIZES_MESSAGE = msg('it must be numbers of neurons such as 16-16');

/** Per-chapter entries of `StageChoices`. The engine validates their ranges. */
export const DIGIT_PARAM_SCHEMAS = {
  network: oneOf(['digits', 'digits-relu']),
  hidden: v.pipe(v.string(), v.regex(/^\d{1,4}(-\d{1,4}){0,7}$/, HIDDEN_SIZES_MESSAGE)),
  kind: oneOf(['sigmoid', 'relu']),
  optimizer: oneOf(['sgd', 'adam']),
  start: oneOf(['scaled', 'standard']),
  shuffledLabels: boolean,
  steps: nonNegative,
  B: nonNegative,
  learningRate: nonNegative,
  minLearningRate: nonNegative,
  momentum: nonNegative,
  images: nonNegative,
  seed: nonNegative,
} as const;

type DigitParams = ParsedParams<typeof DIGIT_PARAM_SCHEMAS>;

/** The request in the URL; undefined if no parameter is set. */
export function fromParams(params: DigitParams): DigitRequest | undefined {
  const { network: preset = 'digits', hidden, kind, ...rest } = params;
  const names = Object.keys(DIGIT_PARAM_SCHEMAS) as (keyof DigitParams)[];
  if (names.every((name) => params[name] === undefined)) return undefined;
  const training = Object.fromEntries(
    Object.entries(rest).filter(([name, value]) => name in DIGIT_PARAM_SCHEMAS && value !== undefined),
  );
  return {
    preset,
    ...(hidden && { hidden: hidden.split('-').map(Number) }),
    ...(kind && { kind }),
    training,
  };
}

/** Parameters of a request; undefined values remove parameters. */
export function toParams(request: DigitRequest | undefined): { [K in keyof DigitParams]: DigitParams[K] } {
  const cleared = Object.fromEntries(Object.keys(DIGIT_PARAM_SCHEMAS).map((name) => [name, undefined]));
  if (!request) return cleared;
  const { preset, hidden, kind, training } = request;
  return {
    ...cleared,
    network: preset as DigitParams['network'],
    hidden: hidden?.join('-'),
    kind,
    ...training,
  };
}

/** The request that creates a network like that of the run. */
export function toRequest(run: DigitRunInfo, presets: readonly DigitPresetInfo[]): DigitRequest {
  const base = presets.find(({ name }) => name === run.preset);
  const hidden = run.sizes.slice(1, -1);
  const training = Object.entries(run.training).filter(
    ([name, value]) => value !== base?.training[name as keyof typeof run.training],
  );
  return {
    preset: run.preset,
    ...(hidden.join() !== base?.hidden.join() && { hidden }),
    ...(run.kind !== base?.kind && { kind: run.kind }),
    ...(training.length > 0 && { training: Object.fromEntries(training) }),
  };
}

/** Whether the run has the settings of the request. */
export function matchesRequest(
  run: DigitRunInfo,
  request: DigitRequest,
  presets: readonly DigitPresetInfo[],
): boolean {
  const requested = resolveDigitSettings(request, presets);
  if (!requested) return false;
  const actual = { hidden: run.sizes.slice(1, -1), kind: run.kind, training: run.training };
  return canonicalKey(requested) === canonicalKey(actual);
}

/** `planDigits` lowers the minimum learning rate to the learning rate. */
function canonicalKey({
  hidden,
  kind,
  training,
}: NonNullable<ReturnType<typeof resolveDigitSettings>>): string {
  const minLearningRate = Math.min(training.minLearningRate, training.learningRate);
  return JSON.stringify([hidden, kind, Object.entries({ ...training, minLearningRate }).sort()]);
}
