// Sentences of the page of all notes.

import { msg, str } from '@lit/localize';
import type { CourseState } from '../../../state/progress/course-state.ts';
import { answersOf, doneTasksOf, playedOf } from '../../../state/progress/learning.ts';
import { playedSeconds } from '../../../state/progress/played.ts';
import { CHAPTERS } from '../../../types/page.ts';

export const countOf = (count: number, thing: string): string => `${count} ${thing}${count === 1 ? '' : 's'}`;

/** What is played, known and done so far. */
export function progressText(course: CourseState): string {
  const chapters = Array.from({ length: CHAPTERS }, (_, i) => i + 1);
  const seconds = chapters.reduce((sum, chapter) => sum + playedSeconds(playedOf(course, chapter)), 0);
  const known = Object.values(answersOf(course)).filter(({ box }) => box > 0).length;
  const parts = [
    msg(str`${countOf(Math.floor(seconds / 60), 'minute')} of video played`),
    msg(str`${countOf(known, 'question')} known`),
    msg(str`${countOf(doneTasksOf(course).length, 'task')} done`),
  ];
  return msg(str`Your progress: ${parts.join(', ')}.`);
}
