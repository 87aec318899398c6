// Records what of a video is really played: the playhead that only passes over a moment counts for nothing.

import type { CourseStore } from '../../state/progress/course-store.ts';
import { playedOf, recordPlayed } from '../../state/progress/learning.ts';
import { playedSeconds } from '../../state/progress/played.ts';
import type { Chapter } from '../chapter.ts';

/** Between two reports of a running video at double speed there is less. */
const MAX_LEAP_SECONDS = 3;
/** How much is played before it is stored. */
const STORED_SECONDS = 2;
/** Share of a moment after which it counts as watched. */
const WATCHED_SHARE = 0.6;

type Progress = Pick<CourseStore, 'value' | 'change' | 'markWatched' | 'getWatchedMoments'>;

export class PlayLog {
  readonly #course: () => Progress;
  #running?: { readonly chapter: Chapter; readonly from: number; readonly to: number };

  constructor(course: () => Progress) {
    this.#course = course;
  }

  /** The running video has come to a time. */
  advance(chapter: Chapter, now: number): void {
    const running = this.#running;
    const goesOn = running?.chapter === chapter && now >= running.to && now - running.to <= MAX_LEAP_SECONDS;
    if (!goesOn) this.store();
    this.#running = { chapter, from: goesOn ? running.from : now, to: now };
    if (now - this.#running.from >= STORED_SECONDS) {
      this.store();
      this.#running = { chapter, from: now, to: now };
    }
  }

  /** Stores what was played since the last time; the video pauses, or another one begins. */
  store(): void {
    const running = this.#running;
    this.#running = undefined;
    if (!running || running.to === running.from) return;
    const { chapter, from, to } = running;
    const course = this.#course();
    recordPlayed(course, chapter.number, from, to);
    const [played, watched] = [
      playedOf(course.value, chapter.number),
      course.getWatchedMoments(chapter.number),
    ];
    for (const [index, { startTime, endTime }] of chapter.moments.entries()) {
      if (endTime < from || startTime > to || watched.includes(index)) continue;
      if (playedSeconds(played, startTime, endTime) >= WATCHED_SHARE * (endTime - startTime))
        course.markWatched(chapter.number, index, to);
    }
  }
}
