// Finds the moment for a time of the video and the moment that the stage shows.

import type { CourseStore } from '../state/progress/course-store.ts';
import type { Chapter, Moment, Section } from './chapter.ts';

/** A view that changes nothing: the stage keeps the view before it. */
export const INTERLUDE = 'interlude';

/** Index of the moment at a time. A pause belongs to the moment before it, the time before the first moment to the first. */
export function momentIndexAt(moments: readonly Moment[], seconds: number): number {
  return Math.max(
    0,
    moments.findLastIndex(({ startTime }) => startTime <= seconds),
  );
}

/** The moment that the stage shows at a time: the current one, or the one before an interlude. */
export function stagedMomentAt(moments: readonly Moment[], seconds: number): Moment {
  const started = moments.slice(0, momentIndexAt(moments, seconds) + 1);
  return started.findLast(({ view }) => view !== INTERLUDE) ?? moments[0];
}

/** Maximum time, in seconds, by which a part's first moment may start before the part. */
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

/** Indices of the watched moments. Progress saved by an older version can contain some that no longer exist. */
export const watchedMoments = (
  { number, moments }: Pick<Chapter, 'number' | 'moments'>,
  course: Pick<CourseStore, 'getWatchedMoments'>,
): number[] => course.getWatchedMoments(number).filter((index) => index < moments.length);

/** Time, in seconds, at which the video first shows a panel; undefined if that is the current moment, or never. */
export function startTimeOf<Panel>(
  moments: readonly Moment[],
  now: Moment,
  panel: Panel,
  panelOf: (moment: Moment) => Panel | undefined,
): number | undefined {
  if (panelOf(now) === panel) return undefined;
  return moments.find((moment) => panelOf(moment) === panel)?.startTime;
}
