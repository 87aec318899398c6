// Sentences of the page of all notes.

import { msg, str } from '@lit/localize';
import type { CourseState } from '../../../state/progress/course-state.ts';
import { answersOf, doneTasksOf, playedOf } from '../../../state/progress/learning.ts';
import { playedSeconds } from '../../../state/progress/played.ts';
import { CHAPTERS } from '../../../types/page.ts';

export const countNotes = (count: number): string => (count === 1 ? msg('1 note') : msg(str`${count} notes`));

/** What is played, known and done so far. */
export function progressText(course: CourseState): string {
  const chapters = Array.from({ length: CHAPTERS }, (_, i) => i + 1);
  const seconds = chapters.reduce((sum, chapter) => sum + playedSeconds(playedOf(course, chapter)), 0);
  const known = Object.values(answersOf(course)).filter(({ box }) => box > 0).length;
  const [minutes, done] = [Math.floor(seconds / 60), doneTasksOf(course).length];
  const parts = [
    minutes === 1 ? msg('1 minute of video played') : msg(str`${minutes} minutes of video played`),
    known === 1 ? msg('1 question known') : msg(str`${known} questions known`),
    done === 1 ? msg('1 task done') : msg(str`${done} tasks done`),
  ];
  return msg(str`Your progress: ${parts.join(', ')}.`);
}
