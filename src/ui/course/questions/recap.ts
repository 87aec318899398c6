// Five questions at the end of a chapter.

import type { AnswerRecord } from '../../state/progress/spacing.ts';
import type { Question } from './question.ts';

const COUNT = 5;

export interface Recap {
  readonly questions: readonly Question[];
  /** Verdicts so far, by id. */
  readonly verdicts: Readonly<Record<string, boolean>>;
}

/** Those that are known least, in the order of the video. */
export function recapOf(
  questions: readonly Question[],
  answers: Readonly<Record<string, AnswerRecord>>,
): Recap {
  const boxOf = ({ id }: Question) => answers[id]?.box ?? -1;
  const chosen = [...questions].sort((a, b) => boxOf(a) - boxOf(b)).slice(0, COUNT);
  return { questions: questions.filter((each) => chosen.includes(each)), verdicts: {} };
}

export const withVerdict = (recap: Recap, { id }: Question, isRight: boolean): Recap =>
  recap.questions.some((each) => each.id === id) && !(id in recap.verdicts)
    ? { ...recap, verdicts: { ...recap.verdicts, [id]: isRight } }
    : recap;

export const nextOfRecap = ({ questions, verdicts }: Recap): Question | undefined =>
  questions.find(({ id }) => !(id in verdicts));
