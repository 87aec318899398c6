// What is planned to be taught: the last word about a fact counts, and what was taught before can be taken back.

import { expect, it } from 'vitest';
import {
  noLesson,
  rowsAfter,
  withBack,
  without,
  withRow,
} from '../../../../src/ui/chapters/07-facts/views/teach/lesson.ts';

const ADA = { subject: 'Ada Lovelace', relation: 'sport', answer: 'tennis' };
const JORDAN = { subject: 'Michael Jordan', relation: 'sport', answer: 'golf' };
const OUT = { subject: 'France', relation: 'capital' };

it('adds to what was taught before, each fact once', () => {
  const changed = { ...ADA, answer: 'golf' };
  const lesson = withRow(withRow(withRow(noLesson, ADA), OUT), changed);
  expect(lesson.rows).toEqual([OUT, changed]);
  expect(rowsAfter([JORDAN], lesson)).toEqual([JORDAN, OUT, changed]);
  expect(rowsAfter([ADA, JORDAN], lesson)).toEqual([JORDAN, OUT, changed]);
});

it('takes back what was taught: the row goes, whether it added a fact or changed one', () => {
  expect(rowsAfter([ADA, JORDAN], withBack(noLesson, ADA))).toEqual([JORDAN]);
  expect(rowsAfter([ADA, JORDAN], withBack(withRow(noLesson, OUT), JORDAN))).toEqual([ADA, OUT]);
});

it('a plan given up leaves no trace', () => {
  const lesson = withBack(withRow(noLesson, OUT), ADA);
  expect(without(without(lesson, ADA), OUT)).toEqual(noLesson);
  expect(rowsAfter([ADA], without(lesson, ADA))).toEqual([ADA, OUT]);
  // The other way round: taught anew after having been taken back.
  expect(rowsAfter([ADA], withRow(lesson, ADA))).toEqual([OUT, ADA]);
});
