// What the numbers on a stage belong to: a part of a model, at one step of its training.

import type { RunState } from '../../../workers/rpc/api/lab-api.ts';
import { formatInteger } from '../../format/numbers.ts';

/** @param untrained what is said of a model that was never trained; nothing of one that is only looked at, and has no steps */
export function stepStatus(
  subject: string,
  step: number,
  runState: RunState,
  untrainedNote?: string,
): string {
  if (untrainedNote === undefined) return `${subject} · opened from files`;
  const live = runState === 'training' ? ' · live' : '';
  return `${subject} · step ${formatInteger(step)}${live}${step === 0 ? `: ${untrainedNote}` : ''}`;
}
