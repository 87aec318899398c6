// Spaced repetition of questions.
import { expect, test } from 'vitest';
import { dueAt, recordAfter } from '../../../../src/ui/state/progress/spacing.ts';

const HOUR = 3_600_000;
const NOW = Date.UTC(2026, 0, 5, 20);

test('a right answer is asked again the next day, then ever later; a wrong one the same day', () => {
  const first = recordAfter(undefined, true, NOW);
  expect(first).toMatchObject({ box: 1, right: 1, wrong: 0 });
  expect(first.due - NOW).toBeLessThan(24 * HOUR);
  const second = recordAfter(first, true, first.due);
  expect(second.due - first.due).toBeGreaterThan(48 * HOUR);
  const forgotten = recordAfter(second, false, second.due);
  expect(forgotten).toMatchObject({ box: 0, right: 2, wrong: 1 });
  expect(forgotten.due - second.due).toBeLessThan(12 * HOUR);
});

test('practice before its time moves a question no further, and does not postpone it', () => {
  const first = recordAfter(undefined, true, NOW);
  expect(recordAfter(first, true, NOW + HOUR)).toEqual({ ...first, right: 2 });
  expect(recordAfter(first, false, NOW + HOUR)).toMatchObject({ box: 0, wrong: 1 });
});

test('what is due comes by box, then by the longest wait', () => {
  const answers = {
    known: { box: 2, due: NOW - HOUR, right: 2, wrong: 0 },
    wrong: { box: 0, due: NOW - HOUR, right: 0, wrong: 1 },
    earlier: { box: 0, due: NOW - 2 * HOUR, right: 0, wrong: 1 },
    later: { box: 1, due: NOW + HOUR, right: 1, wrong: 0 },
  };
  expect(dueAt(answers, NOW)).toEqual(['earlier', 'wrong', 'known']);
});
