// Which moment of a video belongs to a time, and which one the stage shows.

import type { Moment } from './chapter.ts';

/** A view that forces nothing: the stage keeps what it had. */
export const INTERLUDE = 'interlude';

/** The index of the moment told at a time: in a pause between two the one before, at the start the first. */
export function momentIndexAt(moments: readonly Moment[], seconds: number): number {
  return Math.max(
    0,
    moments.findLastIndex(({ at }) => at <= seconds),
  );
}

/** The moment the stage shows at a time: as told, but an interlude leaves it as it was. */
export function stagedMomentAt(moments: readonly Moment[], seconds: number): Moment {
  const told = moments.slice(0, momentIndexAt(moments, seconds) + 1);
  return told.findLast(({ view }) => view !== INTERLUDE) ?? moments[0];
}
