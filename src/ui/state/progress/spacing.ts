// Spaced repetition: a right answer moves a question to the next box, a wrong one back to the first (Leitner 1972).

const HOUR = 3_600_000;
/** Until a question of each box is due again: later the same day, the next day, … two months. */
const HOURS = [6, 18, 3 * 24, 7 * 24, 21 * 24, 60 * 24];

/** How a question was answered so far. */
export interface AnswerRecord {
  readonly box: number;
  /** Milliseconds since 1970. */
  readonly due: number;
  readonly right: number;
  readonly wrong: number;
}

export function recordAfter(record: AnswerRecord | undefined, isRight: boolean, now: number): AnswerRecord {
  const { box, right, wrong } = record ?? { box: 0, right: 0, wrong: 0 };
  // A right answer before the day it is due shows nothing new: box and day stay.
  if (record && isRight && box > 0 && now < record.due) return { ...record, right: right + 1 };
  const next = isRight ? Math.min(box + 1, HOURS.length - 1) : 0;
  return {
    box: next,
    due: now + HOURS[next] * HOUR,
    right: right + Number(isRight),
    wrong: wrong + Number(!isRight),
  };
}

/** The ids that are due, those of the lowest boxes and the longest wait first. */
export function dueAt(answers: Readonly<Record<string, AnswerRecord>>, now: number): string[] {
  return Object.entries(answers)
    .filter(([, { due }]) => due <= now)
    .sort(([, a], [, b]) => a.box - b.box || a.due - b.due)
    .map(([id]) => id);
}
