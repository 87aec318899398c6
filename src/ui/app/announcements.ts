// Screen reader announcements about a run: changes of its state, and one evaluation per tenth of its steps.

import { msg, str } from '@lit/localize';
import { formatInteger, formatPercent } from '../format/numbers.ts';
import { formatLoss } from '../format/quantities.ts';
import { engineText } from '../languages/engine-text.ts';
import type { DigitState } from '../types/digits.ts';
import type { LabState } from '../types/lab.ts';
import type { RunView } from '../types/run.ts';

/** Text for a polite live region; undefined if there is nothing to announce. */
export function announcement(previous: LabState | undefined, current: LabState): string | undefined {
  if (current.previewStep !== previous?.previewStep) return previewChange(current);
  if (current.runState !== previous?.runState)
    return stateChange(previous, current, msg(str`${current.run?.preset ?? ''} model`));
  const latest = evaluationAtNextTenth(previous, current);
  if (!latest) return undefined;
  const measures = latest.measures.map(({ name, value }) => `${engineText(name)} ${formatPercent(value)}`);
  return [
    msg(str`Step ${formatInteger(latest.step)}: validation loss ${formatLoss(latest.validationLoss)}`),
    ...measures,
  ].join(', ');
}

/** As `announcement`, for the digit network. */
export function digitAnnouncement(previous: DigitState | undefined, current: DigitState): string | undefined {
  if (current.previewStep !== previous?.previewStep) return previewChange(current);
  if (current.runState !== previous?.runState) return stateChange(previous, current, msg('digit network'));
  const latest = evaluationAtNextTenth(previous, current);
  if (!latest) return undefined;
  const { accuracy, count } = latest.test;
  return msg(
    str`Step ${formatInteger(latest.step)}: ${formatPercent(accuracy)} of ${formatInteger(count)} test images correct`,
  );
}

const previewChange = ({ previewStep }: LabState | DigitState): string =>
  previewStep === undefined
    ? msg('Checkpoint preview closed.')
    : msg(str`Previewing the checkpoint of step ${formatInteger(previewStep)}.`);

/** The newest evaluation of a training run, if the run has since reached another tenth of its steps. */
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
  // Models that were trained elsewhere open in these states.
  if (before?.runState !== 'training' && (runState === 'paused' || runState === 'finished'))
    return msg(str`A trained ${subject} is open, at step ${formatInteger(step)}.`);
  switch (runState) {
    case 'none':
      return undefined;
    case 'ready':
      return msg(str`A new ${subject} is ready to train.`);
    case 'training':
      return before?.runState === 'paused' ? msg('Training resumed.') : msg('Training started.');
    case 'paused':
      return msg(str`Training paused at step ${formatInteger(step)}.`);
    case 'finished':
      return msg(str`Training finished after ${formatInteger(step)} steps.`);
    case 'diverged':
      return message ?? msg('Training diverged.');
    default:
      return runState satisfies never;
  }
}
