// What is worth saying aloud when a run's state changes: its turns, and every tenth of its way; never every step, nor every
// evaluation, of which a slow machine may make one every twenty steps.

import { formatInteger, formatPercent } from '../format/numbers.ts';
import { formatLoss } from '../format/quantities.ts';
import type { DigitState } from '../types/digits.ts';
import type { LabState } from '../types/lab.ts';
import type { RunView } from '../types/run.ts';

/** A sentence for a polite live region, or nothing. */
export function announcement(previous: LabState | undefined, current: LabState): string | undefined {
  if (current.previewStep !== previous?.previewStep)
    return current.previewStep === undefined
      ? 'Back in the present.'
      : `Looking back at step ${formatInteger(current.previewStep)}.`;
  if (current.runState !== previous?.runState)
    return stateChange(previous, current, `${current.run?.preset ?? ''} model`);
  const latest = evaluationAtNextTenth(previous, current);
  if (!latest) return undefined;
  const measures = latest.measures.map(({ name, value }) => `${name} ${formatPercent(value)}`);
  return [
    `Step ${formatInteger(latest.step)}: validation loss ${formatLoss(latest.validationLoss)}`,
    ...measures,
  ].join(', ');
}

/** The same of the digit network. */
export function digitAnnouncement(previous: DigitState | undefined, current: DigitState): string | undefined {
  if (current.runState !== previous?.runState) return stateChange(previous, current, 'digit network');
  const latest = evaluationAtNextTenth(previous, current);
  if (!latest) return undefined;
  const { accuracy, count } = latest.test;
  return `Step ${formatInteger(latest.step)}: ${formatPercent(accuracy)} of ${formatInteger(count)} test images right`;
}

/** The newest evaluation of a run in training, if since the one before it another tenth of the steps was done. */
function evaluationAtNextTenth<Evaluation extends { readonly step: number }>(
  before: RunView<unknown, Evaluation> | undefined,
  after: RunView<{ readonly training: { readonly steps: number } }, Evaluation>,
): Evaluation | undefined {
  const latest = after.evaluations.at(-1);
  if (after.runState !== 'training' || !after.run || !latest) return undefined;
  const { steps } = after.run.training;
  const tenth = (step = 0) => Math.floor((10 * step) / steps);
  return tenth(latest.step) > tenth(before?.evaluations.at(-1)?.step) ? latest : undefined;
}

function stateChange(
  before: LabState | DigitState | undefined,
  { runState, message, step }: LabState | DigitState,
  subject: string,
): string | undefined {
  // What comes trained, with the page or from a file, was not trained just now.
  if (before?.runState !== 'training' && (runState === 'paused' || runState === 'finished'))
    return `A trained ${subject} is open, at step ${formatInteger(step)}.`;
  switch (runState) {
    case 'none':
      return undefined;
    case 'ready':
      return `A fresh ${subject} is ready to train.`;
    case 'training':
      return before?.runState === 'paused' ? 'Training goes on.' : 'Training began.';
    case 'paused':
      return `Training paused at step ${formatInteger(step)}.`;
    case 'finished':
      return `Training finished after ${formatInteger(step)} steps.`;
    case 'diverged':
      return message ?? 'Training stopped: the numbers grew without bound.';
    default:
      return runState satisfies never;
  }
}
