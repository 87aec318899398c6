// What is worth saying aloud when the lab's state changes: its turns, and each evaluation; never every step.

import type { LabState } from '../controllers/lab-state.ts';
import { percent, whole } from '../views/numbers.ts';
import { loss } from '../views/quantities.ts';

/** A sentence for a polite live region, or nothing. */
export function announcement(before: LabState | undefined, after: LabState): string | undefined {
  if (after.past !== before?.past)
    return after.past === undefined ? 'Back in the present.' : `Looking back at step ${whole(after.past)}.`;
  if (after.runState !== before?.runState) return turn(before, after);
  const latest = after.evaluations.at(-1);
  if (after.runState === 'training' && latest && latest !== before?.evaluations.at(-1)) {
    const measures = latest.measures.map(({ name, value }) => `${name} ${percent(value)}`);
    return [`Step ${whole(latest.step)}: validation loss ${loss(latest.validationLoss)}`, ...measures].join(
      ', ',
    );
  }
}

function turn(before: LabState | undefined, { runState, sentence, run, step }: LabState): string | undefined {
  // What comes trained, with the page or from a file, was not trained just now.
  if (before?.runState !== 'training' && (runState === 'paused' || runState === 'finished'))
    return `A trained ${run?.preset ?? ''} model is open, at step ${whole(step)}.`;
  switch (runState) {
    case 'none':
      return undefined;
    case 'ready':
      return `A fresh ${run?.preset ?? ''} model is ready to train.`;
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
