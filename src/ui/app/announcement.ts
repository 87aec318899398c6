// What is worth saying aloud when a run's state changes: its turns, and every tenth of its way; never every step, nor every
// evaluation, of which a slow machine may make one every twenty steps.

import type { DigitState } from '../controllers/digit-store.ts';
import type { LabState } from '../controllers/lab-state.ts';
import type { RunView } from '../controllers/run-state.ts';
import { percent, whole } from '../views/numbers.ts';
import { loss } from '../views/quantities.ts';

/** A sentence for a polite live region, or nothing. */
export function announcement(before: LabState | undefined, after: LabState): string | undefined {
  if (after.past !== before?.past)
    return after.past === undefined ? 'Back in the present.' : `Looking back at step ${whole(after.past)}.`;
  if (after.runState !== before?.runState) return turn(before, after, `${after.run?.preset ?? ''} model`);
  const latest = tenthOfTheWay(before, after);
  if (!latest) return undefined;
  const measures = latest.measures.map(({ name, value }) => `${name} ${percent(value)}`);
  return [`Step ${whole(latest.step)}: validation loss ${loss(latest.validationLoss)}`, ...measures].join(
    ', ',
  );
}

/** The same of the digit network. */
export function digitAnnouncement(before: DigitState | undefined, after: DigitState): string | undefined {
  if (after.runState !== before?.runState) return turn(before, after, 'digit network');
  const latest = tenthOfTheWay(before, after);
  if (!latest) return undefined;
  const { accuracy, count } = latest.test;
  return `Step ${whole(latest.step)}: ${percent(accuracy)} of ${whole(count)} test images right`;
}

/** The newest evaluation of a run in training, if since the one before it another tenth of the steps was done. */
function tenthOfTheWay<Evaluation extends { readonly step: number }>(
  before: RunView<unknown, Evaluation> | undefined,
  after: RunView<{ readonly training: { readonly steps: number } }, Evaluation>,
): Evaluation | undefined {
  const latest = after.evaluations.at(-1);
  if (after.runState !== 'training' || !after.run || !latest) return undefined;
  const { steps } = after.run.training;
  const tenth = (step = 0) => Math.floor((10 * step) / steps);
  return tenth(latest.step) > tenth(before?.evaluations.at(-1)?.step) ? latest : undefined;
}

function turn(
  before: LabState | DigitState | undefined,
  { runState, sentence, step }: LabState | DigitState,
  what: string,
): string | undefined {
  // What comes trained, with the page or from a file, was not trained just now.
  if (before?.runState !== 'training' && (runState === 'paused' || runState === 'finished'))
    return `A trained ${what} is open, at step ${whole(step)}.`;
  switch (runState) {
    case 'none':
      return undefined;
    case 'ready':
      return `A fresh ${what} is ready to train.`;
    case 'training':
      return before?.runState === 'paused' ? 'Training goes on.' : 'Training began.';
    case 'paused':
      return `Training paused at step ${whole(step)}.`;
    case 'finished':
      return `Training finished after ${whole(step)} steps.`;
    case 'diverged':
      return sentence ?? 'Training stopped: the numbers grew without bound.';
    default:
      return runState satisfies never;
  }
}
