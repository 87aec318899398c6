// What the numbers on a stage belong to: a part of a model, at one step of its training.

import type { RunState } from '../../workers/lab-api.ts';
import { whole } from './numbers.ts';

/** @param untrained what is said of a model that was never trained */
export function placeAtStep(place: string, step: number, runState: RunState, untrained: string): string {
  const live = runState === 'training' ? ' · live' : '';
  return `${place} · step ${whole(step)}${live}${step === 0 ? `: ${untrained}` : ''}`;
}
