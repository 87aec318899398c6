// Which of a run's states are kept to look back at: evenly spread over training, whatever its length, in bounded room.

import type { PastSteps } from './runs-api.ts';

export const NO_PAST: PastSteps = { stride: 1, steps: [] };

export interface PastLimits {
  readonly states: number;
  readonly bytes: number;
}

/** Enough to see a fact being learnt; a small model's states are a megabyte or two. */
const LIMITS: PastLimits = { states: 48, bytes: 64e6 };

/** With one more state at the end. Where there are too many, the least distance doubles; the first and the last stay. */
export function withState(
  { stride, steps }: PastSteps,
  added: { step: number; bytes: number },
  limits: PastLimits = LIMITS,
): PastSteps {
  let [apart, kept] = [stride, [...steps.filter(({ step }) => step < added.step), added]];
  kept = spaced(kept, apart);
  while (kept.length > 2 && !fits(kept, limits)) {
    apart *= 2;
    kept = spaced(kept, apart);
  }
  return { stride: apart, steps: fits(kept, limits) ? kept : [] };
}

function spaced(steps: PastSteps['steps'], stride: number): PastSteps['steps'] {
  const kept: PastSteps['steps'] = [];
  for (const [i, state] of steps.entries()) {
    const before = kept.at(-1);
    if (!before || state.step - before.step >= stride || i === steps.length - 1) kept.push(state);
  }
  return kept;
}

const fits = (steps: PastSteps['steps'], { states, bytes }: PastLimits): boolean =>
  steps.length <= states && steps.reduce((sum, state) => sum + state.bytes, 0) <= bytes;
