// The line that states which part of the model, and which training step, the displayed numbers belong to.

import { msg, str } from '@lit/localize';
import type { RunState } from '../../../workers/rpc/api/lab-api.ts';
import { formatInteger } from '../../format/numbers.ts';

/** @param untrainedNote appended at step 0; undefined for a read-only model, which has no steps */
export function stepStatus(
  subject: string,
  step: number,
  runState: RunState,
  untrainedNote?: string,
): string {
  if (untrainedNote === undefined) return msg(str`${subject} · opened from files`);
  const live = runState === 'training' ? msg(' · live') : '';
  return msg(str`${subject} · step ${formatInteger(step)}${live}${step === 0 ? `: ${untrainedNote}` : ''}`);
}
