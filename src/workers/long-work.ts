// Long work on the engine, piece by piece: training and looks inside have their turns in between, and it can be stopped.

import type { InPieces, PieceProgress } from '../model/pieces.ts';
import type { Turns } from './turns.ts';
import { nextTask } from './turns.ts';

export type LensProgress = PieceProgress;

/** Told how far long work has come, between two pieces; false stops it there. */
export type Watch<Progress extends PieceProgress = PieceProgress> = (
  progress: Progress,
) => boolean | Promise<boolean>;

export function isInPieces<Result>(look: Result | InPieces<Result>): look is InPieces<Result> {
  return typeof look === 'object' && look !== null && Symbol.asyncIterator in look;
}

/** Rejects with a sentence if it was stopped. */
export async function doInPieces<Result, Progress extends PieceProgress>(
  work: InPieces<Result, Progress>,
  turns: Turns,
  watch: Watch<Progress>,
): Promise<Result> {
  let stopped = false;
  for (;;) {
    const piece = await turns.take(() => work.next());
    if (piece.done) return piece.value;
    // Not waited for: the page may be busy drawing, and the next piece need not be.
    void Promise.resolve(watch(piece.value)).then(
      (goOn) => {
        stopped ||= !goOn;
      },
      () => {
        stopped = true;
      },
    );
    await nextTask();
    if (!stopped) continue;
    await turns.take(async () => work.return(undefined as never));
    throw new Error('This was stopped before it was done.');
  }
}
