// The states of a run that are kept to look back at: few, light, evenly spread, the first and the last always among them.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addCheckpoint, NO_CHECKPOINTS } from '../../../src/workers/persistence/checkpoints.ts';

test('whatever is noted, what is kept fits, is in order, and has the first and the last', () => {
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

test('they are spread over all of the training, not crowded at its end', () => {
  let past = NO_CHECKPOINTS;
  for (let step = 0; step <= 4000; step += 20)
    past = addCheckpoint(past, { step, bytes: 1 }, { count: 16, bytes: 1e6 });
  const gaps = past.steps.slice(1, -1).map(({ step }, i) => step - past.steps[i].step);
  expect(Math.max(...gaps)).toBeLessThanOrEqual(2 * Math.min(...gaps));
});

test('a step taken anew, after going on from before it, replaces what followed', () => {
  const past = [0, 100, 200, 300].reduce(
    (kept, step) => addCheckpoint(kept, { step, bytes: 1 }),
    NO_CHECKPOINTS,
  );
  expect(addCheckpoint(past, { step: 150, bytes: 1 }).steps.map(({ step }) => step)).toEqual([0, 100, 150]);
});

test('states too large to keep two of are not kept', () => {
  const one = addCheckpoint(NO_CHECKPOINTS, { step: 0, bytes: 600 }, { count: 8, bytes: 1000 });
  expect(addCheckpoint(one, { step: 20, bytes: 600 }, { count: 8, bytes: 1000 }).steps).toEqual([]);
});
