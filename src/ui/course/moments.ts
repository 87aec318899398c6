// Which moment of a video belongs to a time, and which one the stage shows.

import type { Chapter, Moment, Section } from './chapter.ts';

/** A view that forces nothing: the stage keeps what it had. */
export const INTERLUDE = 'interlude';

/** The index of the moment told at a time: in a pause between two the one before, at the start the first. */
export function momentIndexAt(moments: readonly Moment[], seconds: number): number {
  return Math.max(
    0,
    moments.findLastIndex(({ startTime }) => startTime <= seconds),
  );
}

/** The moment the stage shows at a time: as told, but an interlude leaves it as it was. */
export function stagedMomentAt(moments: readonly Moment[], seconds: number): Moment {
  const started = moments.slice(0, momentIndexAt(moments, seconds) + 1);
  return started.findLast(({ view }) => view !== INTERLUDE) ?? moments[0];
}

/** Seconds by which a part's first sentence may come before the part. */
const SECTION_LEAD_SECONDS = 2;

/** The parts of a chapter with the indices of their moments; a part may have none. */
export function groupMomentsBySection({ sections, moments }: Pick<Chapter, 'sections' | 'moments'>): {
  section: Section;
  indices: number[];
}[] {
  const groups = sections.map((section) => ({ section, indices: [] as number[] }));
  for (const [index, { startTime }] of moments.entries())
    groups
      .findLast(({ section }) => section.startTime - SECTION_LEAD_SECONDS <= startTime)
      ?.indices.push(index);
  return groups;
}

/** When the video first tells of what a panel shows, in seconds; undefined where it does right now, or never. */
export function startTimeOf<Panel>(
  moments: readonly Moment[],
  now: Moment,
  panel: Panel,
  panelOf: (moment: Moment) => Panel | undefined,
): number | undefined {
  if (panelOf(now) === panel) return undefined;
  return moments.find((moment) => panelOf(moment) === panel)?.startTime;
}
