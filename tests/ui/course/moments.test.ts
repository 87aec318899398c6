// The moment at a time of the video.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Moment } from '../../../src/ui/course/chapter.ts';
import { INTERLUDE, momentIndexAt, stagedMomentAt } from '../../../src/ui/course/moments.ts';

/** Moments with gaps; each view is a picture or an interlude, the first a picture. */
const moments = fc
  .array(
    fc.record({ pause: fc.nat(50), length: fc.integer({ min: 1, max: 900 }), interlude: fc.boolean() }),
    {
      minLength: 1,
      maxLength: 30,
    },
  )
  .map((parts) => {
    let at = 0;
    return parts.map(({ pause, length, interlude }, i): Moment => {
      at += pause / 10;
      const begun = at;
      at += length / 10;
      const view = interlude && i > 0 ? INTERLUDE : `view ${i}`;
      return { startTime: begun, endTime: at, title: `${i}`, text: '', view };
    });
  });
const time = fc.nat(30_000).map((tenths) => tenths / 10);

test('a time inside a moment gives that moment, a time in a gap the one before', () => {
  fc.assert(
    fc.property(moments, time, (moments, time) => {
      const found = momentIndexAt(moments, time);
      const inside = moments.findIndex(({ startTime, endTime }) => startTime <= time && time < endTime);
      if (inside >= 0) expect(found).toBe(inside);
      else if (found > 0 || time >= moments[0].startTime)
        expect(moments[found].endTime).toBeLessThanOrEqual(time);
      expect(moments[found + 1]?.startTime ?? Number.POSITIVE_INFINITY).toBeGreaterThan(time);
    }),
  );
});

test('an interlude keeps the view of the moment before', () => {
  fc.assert(
    fc.property(moments, time, (moments, time) => {
      const told = momentIndexAt(moments, time);
      const staged = stagedMomentAt(moments, time);
      expect(staged.view).not.toBe(INTERLUDE);
      const between = moments.slice(moments.indexOf(staged) + 1, told + 1);
      expect(between.every(({ view }) => view === INTERLUDE)).toBe(true);
    }),
  );
});
