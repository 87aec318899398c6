// What the numbers on a stage belong to: a part of a model, at one step of its training.

import type { RunState } from '../../workers/lab-api.ts';
import { whole } from './numbers.ts';

/** @param untrained what is said of a model that was never trained; nothing of one that is only looked at, and has no steps */
export function placeAtStep(place: string, step: number, runState: RunState, untrained?: string): string {
  if (untrained === undefined) return `${place} · opened from files`;
  const live = runState === 'training' ? ' · live' : '';
  return `${place} · step ${whole(step)}${live}${step === 0 ? `: ${untrained}` : ''}`;
}
