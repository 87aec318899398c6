// The states of a run that are kept to look back at: few, light, evenly spread, the first and the last always among them.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addCheckpoint, NO_CHECKPOINTS } from '../../../src/workers/persistence/checkpoints.ts';

test('the selection is bounded, ordered, and contains the first and the last checkpoint', () => {
  const limits = { count: 8, bytes: 1000 };
  fc.assert(
    fc.property(
      fc.array(fc.record({ gap: fc.integer({ min: 1, max: 90 }), bytes: fc.integer({ min: 1, max: 300 }) }), {
        minLength: 1,
        maxLength: 200,
      }),
      (notes) => {
        let past = NO_CHECKPOINTS;
        let step = 0;
        for (const { gap, bytes } of notes) {
          step += gap;
          past = addCheckpoint(past, { step, bytes }, limits);
          const steps = past.steps.map((state) => state.step);
          expect(steps.length).toBeLessThanOrEqual(8);
          expect(past.steps.reduce((sum, state) => sum + state.bytes, 0)).toBeLessThanOrEqual(1000);
          expect(steps).toEqual([...new Set(steps)].sort((a, b) => a - b));
          expect(steps[0]).toBe(notes[0].gap);
          expect(steps.at(-1)).toBe(step);
        }
      },
    ),
  );
});

test('checkpoints are spread over the whole training', () => {
  let past = NO_CHECKPOINTS;
  for (let step = 0; step <= 4000; step += 20)
    past = addCheckpoint(past, { step, bytes: 1 }, { count: 16, bytes: 1e6 });
  const gaps = past.steps.slice(1, -1).map(({ step }, i) => step - past.steps[i].step);
  expect(Math.max(...gaps)).toBeLessThanOrEqual(2 * Math.min(...gaps));
});

test('a repeated step replaces all later checkpoints', () => {
  const past = [0, 100, 200, 300].reduce(
    (kept, step) => addCheckpoint(kept, { step, bytes: 1 }),
    NO_CHECKPOINTS,
  );
  expect(addCheckpoint(past, { step: 150, bytes: 1 }).steps.map(({ step }) => step)).toEqual([0, 100, 150]);
});

test('no checkpoints are kept if two exceed the limit', () => {
  const one = addCheckpoint(NO_CHECKPOINTS, { step: 0, bytes: 600 }, { count: 8, bytes: 1000 });
  expect(addCheckpoint(one, { step: 20, bytes: 600 }, { count: 8, bytes: 1000 }).steps).toEqual([]);
});
