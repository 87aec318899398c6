// The progress of two devices or times as one.

import { CHAPTERS } from '../../types/page.ts';
import type { CourseState } from '../progress/course-state.ts';
import { answersOf, playedOf, tasksOf } from '../progress/learning.ts';
import { withRange } from '../progress/played.ts';
import type { AnswerRecord } from '../progress/spacing.ts';

/** What was played, seen, answered or done in one of them; settings and position of the first. */
export function mergeProgress(a: CourseState, b: CourseState): CourseState {
  const seen = (chapter: number) => [...new Set([...(a.seen[chapter] ?? []), ...(b.seen[chapter] ?? [])])];
  const played = (chapter: number) => playedOf(b, chapter).reduce(withRange, [...playedOf(a, chapter)]);
  const answers = { ...answersOf(b) };
  for (const [id, record] of Object.entries(answersOf(a)))
    answers[id] = answers[id] && isMore(answers[id], record) ? answers[id] : record;
  return {
    ...a,
    seen: byChapter(seen),
    played: byChapter(played),
    answers,
    tasks: { ...tasksOf(b), ...tasksOf(a) },
    last: a.last ?? b.last,
    pausesBefore: a.pausesBefore ?? b.pausesBefore,
    pausesWhileWriting: a.pausesWhileWriting ?? b.pausesWhileWriting,
  };
}

/** Whether a record has more answers. */
const isMore = (a: AnswerRecord, b: AnswerRecord) => a.right + a.wrong > b.right + b.wrong;

function byChapter<T>(list: (chapter: number) => readonly T[]): Record<number, T[]> {
  const chapters = Array.from({ length: CHAPTERS }, (_, i) => i + 1);
  return Object.fromEntries(
    chapters.flatMap((chapter) => (list(chapter).length > 0 ? [[chapter, [...list(chapter)]]] : [])),
  );
}
