// What a moment shows by itself goes on however often its stage is updated.
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { MomentShow } from '../../../../src/ui/course/digit-stage/moment-show.ts';
import { MOMENT_TRAINING } from '../../../../src/ui/course/digit-stage/moment-training.ts';

let show: MomentShow;
let updates: number;
let isCalm: boolean;

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('window', globalThis);
  updates = 0;
  isCalm = false;
  const host = {
    addController: () => {},
    removeController: () => {},
    requestUpdate: () => updates++,
    updateComplete: Promise.resolve(true),
  };
  show = new MomentShow(host, () => isCalm);
});
afterEach(() => {
  vi.useRealTimers();
});

/** Time passes, and the stage is drawn at every frame. */
function pass(milliseconds: number): void {
  for (let at = 0; at < milliseconds; at += 10) {
    show.proceed();
    vi.advanceTimersByTime(10);
  }
}

test('a bar slides and comes to rest; a picture keeps its pixels until the next', () => {
  show.begin({ at: 'neuron', image: 'bar' });
  const first = show.pixels;
  expect(show.pixels).toBe(first);
  pass(200);
  expect(show.pixels).not.toBe(first);
  pass(20_000);
  expect(show.pixels?.indexOf(1)).toBe(8 * 28 + 9);
  expect(show.pause).toBeUndefined();
  const before = updates;
  pass(1000);
  expect(updates).toBe(before);
});

test.each([
  [false, 80],
  [true, 10],
])(
  'a network learns until it has taken its steps; prefers less motion: %s, %i pictures',
  (calm, pictures) => {
    isCalm = calm;
    show.begin({ at: 'network', network: 'random', learns: MOMENT_TRAINING });
    const steps = new Set<number>();
    for (let i = 0; i < 700; i++) {
      steps.add(show.learned);
      pass(10);
    }
    expect(steps.size).toBe(pictures + 1);
    expect(show.learned).toBe(MOMENT_TRAINING.steps);
    // The first pictures are of few steps, the last of many.
    const [, first, second] = steps;
    expect(second - first).toBeLessThan(MOMENT_TRAINING.steps / pictures);
    expect(updates).toBe(pictures);
  },
);

test('a tour begins with the visitor’s image and ends after ten digits', () => {
  show.begin({ at: 'network', tours: true });
  const seen = new Set<number | undefined>();
  for (let i = 0; i < 400; i++) {
    seen.add(show.digit);
    pass(100);
  }
  expect([...seen]).toEqual([undefined, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  expect(show.pause).toBeUndefined();
});

test('a look from nearby holds the picture; an image of the visitor’s own ends the show, the next moment begins another', () => {
  show.begin({ at: 'neuron', image: 'bar' });
  pass(500);
  const held = show.pixels;
  show.hold();
  pass(5000);
  expect(show.pixels).toBe(held);
  show.end();
  expect(show.pixels).toBeUndefined();
  show.begin({ at: 'network', image: 'noise' });
  expect(show.pixels).not.toBe(held);
});
