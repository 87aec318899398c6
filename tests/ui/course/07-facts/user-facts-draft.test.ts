// Planned changes to the facts: the last change of a fact counts, and earlier ones can be undone.

import { expect, it } from 'vitest';
import {
  applyDraft,
  EMPTY_DRAFT,
  withFact,
  withoutFact,
  withRemoval,
} from '../../../../src/ui/course/07-facts/user-facts-draft.ts';

const ADA = { subject: 'Ada Lovelace', relation: 'sport', answer: 'tennis' };
const JORDAN = { subject: 'Michael Jordan', relation: 'sport', answer: 'golf' };
const OUT = { subject: 'France', relation: 'capital' };

it('adds to earlier facts, each fact once', () => {
  const changed = { ...ADA, answer: 'golf' };
  const lesson = withFact(withFact(withFact(EMPTY_DRAFT, ADA), OUT), changed);
  expect(lesson.rows).toEqual([OUT, changed]);
  expect(applyDraft([JORDAN], lesson)).toEqual([JORDAN, OUT, changed]);
  expect(applyDraft([ADA, JORDAN], lesson)).toEqual([JORDAN, OUT, changed]);
});

it('undoes earlier facts, added or changed', () => {
  expect(applyDraft([ADA, JORDAN], withRemoval(EMPTY_DRAFT, ADA))).toEqual([JORDAN]);
  expect(applyDraft([ADA, JORDAN], withRemoval(withFact(EMPTY_DRAFT, OUT), JORDAN))).toEqual([ADA, OUT]);
});

it('a discarded change has no effect', () => {
  const lesson = withRemoval(withFact(EMPTY_DRAFT, OUT), ADA);
  expect(withoutFact(withoutFact(lesson, ADA), OUT)).toEqual(EMPTY_DRAFT);
  expect(applyDraft([ADA], withoutFact(lesson, ADA))).toEqual([ADA, OUT]);
  // The other way round: taught anew after having been taken back.
  expect(applyDraft([ADA], withFact(lesson, ADA))).toEqual([OUT, ADA]);
});
