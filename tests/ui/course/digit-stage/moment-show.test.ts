// What a moment shows by itself goes on however often its stage is updated.
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { MomentShow } from '../../../../src/ui/course/digit-stage/moment-show.ts';

let show: MomentShow;
let updates: number;

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('window', globalThis);
  updates = 0;
  show = new MomentShow({
    addController: () => {},
    removeController: () => {},
    requestUpdate: () => updates++,
    updateComplete: Promise.resolve(true),
  });
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

test('a network learns until it has taken its steps', () => {
  show.begin({ at: 'network', network: 'random', learns: 40 });
  pass(5000);
  expect(show.learned).toBe(10);
});

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
