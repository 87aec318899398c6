// What a lens is: a way to look into the current run, in one turn of the engine or in pieces.

import type { InPieces, PieceProgress } from '../../model/pieces.ts';
import type { Run, Still } from '../../model/run.ts';
import type { Lenses, LensName } from '../lab-api.ts';

/** A short look is done in one turn; a long one hands back control in between, so that others have theirs. */
export type Lens<Name extends LensName> = (
  run: Run,
  asked: Lenses[Name]['asks'],
) => Promise<Lenses[Name]['answers']> | InPieces<Lenses[Name]['answers']>;

/** Long looks read a copy of the weights: all of one step, while training goes on. */
export async function* withStill<Answer, Progress extends PieceProgress = PieceProgress>(
  run: Run,
  look: (still: Still) => InPieces<Answer, Progress>,
): InPieces<Answer, Progress> {
  const still = await run.still();
  try {
    return yield* look(still);
  } finally {
    still.dispose();
  }
}
