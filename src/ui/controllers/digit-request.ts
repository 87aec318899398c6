// The digit network that the visitor asks for, as the address of a stage spells it.

import * as v from 'valibot';
import type { DigitPresetInfo, DigitRequest, DigitRunInfo } from '../../workers/lab-api.ts';
import { boolean, number, oneOf, type Parsed } from './address-values.ts';

const SIZES = 'it must be numbers of neurons like 16-16';

/** Entries of `StageChoices`, of kind `with`. The engine knows their limits. */
export const DIGIT_ENTRIES = {
  network: oneOf(['digits', 'digits-relu']),
  hidden: v.pipe(v.string(), v.regex(/^\d{1,4}(-\d{1,4}){0,7}$/, SIZES)),
  kind: oneOf(['sigmoid', 'relu']),
  optimizer: oneOf(['sgd', 'adam']),
  start: oneOf(['scaled', 'standard']),
  shuffledLabels: boolean,
  steps: number,
  B: number,
  learningRate: number,
  minLearningRate: number,
  momentum: number,
  images: number,
  seed: number,
} as const;

type Spelt = Parsed<typeof DIGIT_ENTRIES>;

/** What is asked for; undefined while nothing is. */
export function requestOf(spelt: Spelt): DigitRequest | undefined {
  const { network: preset = 'digits', hidden, kind, ...rest } = spelt;
  const names = Object.keys(DIGIT_ENTRIES) as (keyof Spelt)[];
  if (names.every((name) => spelt[name] === undefined)) return undefined;
  const training = Object.fromEntries(
    Object.entries(rest).filter(([name, value]) => name in DIGIT_ENTRIES && value !== undefined),
  );
  return {
    preset,
    ...(hidden && { hidden: hidden.split('-').map(Number) }),
    ...(kind && { kind }),
    training,
  };
}

/** The entries that spell it; those left out are taken back. */
export function speltOf(request: DigitRequest | undefined): { [K in keyof Spelt]: Spelt[K] } {
  const none = Object.fromEntries(Object.keys(DIGIT_ENTRIES).map((name) => [name, undefined]));
  if (!request) return none;
  const { preset, hidden, kind, training } = request;
  return { ...none, network: preset as Spelt['network'], hidden: hidden?.join('-'), kind, ...training };
}

/** All settings of a request, none left out. */
export function filledIn(
  { preset, hidden, kind, training }: DigitRequest,
  presets: readonly DigitPresetInfo[],
) {
  const base = presets.find(({ name }) => name === preset);
  return (
    base && {
      hidden: hidden ?? base.hidden,
      kind: kind ?? base.kind,
      training: { ...base.training, ...training },
    }
  );
}

/** What to ask for to get a run like this one. */
export function requestFor(run: DigitRunInfo, presets: readonly DigitPresetInfo[]): DigitRequest {
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

/** Whether a run is the network that was asked for. */
export function isMadeAs(
  run: DigitRunInfo,
  request: DigitRequest,
  presets: readonly DigitPresetInfo[],
): boolean {
  const wanted = filledIn(request, presets);
  if (!wanted) return false;
  const made = { hidden: run.sizes.slice(1, -1), kind: run.kind, training: run.training };
  return spell(wanted) === spell(made);
}

/** The last rate follows a lower first one by itself (`planDigits`). */
function spell({ hidden, kind, training }: NonNullable<ReturnType<typeof filledIn>>): string {
  const minLearningRate = Math.min(training.minLearningRate, training.learningRate);
  return JSON.stringify([hidden, kind, Object.entries({ ...training, minLearningRate }).sort()]);
}
