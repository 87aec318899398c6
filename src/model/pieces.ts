// Long work that can be stopped: it gives way between its runs, says how far it has come, and ends with its result.

/** How far a piece of long work has come, in its own words and units: `facts traced`, 12 of 40. */
export interface PieceProgress {
  readonly what: string;
  readonly done: number;
  readonly total: number;
}

/**
 * Work that yields wherever others may have the engine. Whoever drives it may stop there, by `return()`: what it holds is
 * freed in `finally`, and nothing has been changed.
 */
export type InPieces<Result, Progress extends PieceProgress = PieceProgress> = AsyncGenerator<
  Progress,
  Result,
  undefined
>;

/** Part of longer work: hands back control where it does, and tells how far the whole has come. */
export async function* partOf<Result>(whole: PieceProgress, work: InPieces<Result>): InPieces<Result> {
  for (;;) {
    const piece = await work.next();
    if (piece.done) return piece.value;
    yield whole;
  }
}

/** All pieces one after the other, for whoever has nothing else to do. */
export async function atOnce<Result>(work: InPieces<Result>): Promise<Result> {
  for (;;) {
    const piece = await work.next();
    if (piece.done) return piece.value;
  }
}
