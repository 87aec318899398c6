// Which moment of a video belongs to a time, and which one the stage shows.

import type { Chapter, Moment, Section } from './chapter.ts';

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

/** Seconds by which a part's first sentence may come before the part. */
const EARLY = 2;

/** The parts of a chapter with the indices of their moments; a part may have none. */
export function partsOf({ sections, moments }: Pick<Chapter, 'sections' | 'moments'>): {
  section: Section;
  indices: number[];
}[] {
  const parts = sections.map((section) => ({ section, indices: [] as number[] }));
  for (const [index, { at }] of moments.entries())
    parts.findLast(({ section }) => section.at - EARLY <= at)?.indices.push(index);
  return parts;
}

/** When the video first tells of what a panel shows, in seconds; undefined where it does right now, or never. */
export function toldAt<Panel>(
  moments: readonly Moment[],
  now: Moment,
  panel: Panel,
  panelOf: (moment: Moment) => Panel | undefined,
): number | undefined {
  if (panelOf(now) === panel) return undefined;
  return moments.find((moment) => panelOf(moment) === panel)?.at;
}
