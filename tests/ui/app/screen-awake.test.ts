// The screen stays on while a network trains and the visitor wants it, and where the browser refuses that is said once.
import { expect, test, vi } from 'vitest';
import { ScreenAwake, type ScreenLock } from '../../../src/ui/app/screen-awake.ts';

function screenWith() {
  const held = new Set<ScreenLock>();
  const request = vi.fn(async () => {
    const listeners: (() => void)[] = [];
    const lock: ScreenLock & { take(): void } = {
      release: async () => lock.take(),
      addEventListener: (_, listener) => void listeners.push(listener),
      /** As the system does when the tab is hidden. */
      take() {
        held.delete(lock);
        for (const listener of listeners) listener();
      },
    };
    held.add(lock);
    return lock;
  });
  return { held, request };
}

const ALL = { wished: true, training: true, visible: true };

test.each([
  ['unwished', { ...ALL, wished: false }],
  ['while nothing trains', { ...ALL, training: false }],
  ['in a hidden tab', { ...ALL, visible: false }],
])('it is not held %s, and let go of then', async (_, state) => {
  const screen = screenWith();
  const awake = new ScreenAwake(screen, () => {});
  await awake.follow(state);
  expect(screen.request).not.toHaveBeenCalled();
  await awake.follow(ALL);
  await awake.follow(ALL);
  expect(screen.request).toHaveBeenCalledTimes(1);
  expect(screen.held.size).toBe(1);
  await awake.follow(state);
  expect(screen.held.size).toBe(0);
});

test('what the system took is asked for again', async () => {
  const screen = screenWith();
  const awake = new ScreenAwake(screen, () => {});
  await awake.follow(ALL);
  for (const lock of screen.held) await lock.release();
  await awake.follow(ALL);
  expect(screen.held.size).toBe(1);
});

test('let go of before it was given, it is not kept', async () => {
  const screen = screenWith();
  const awake = new ScreenAwake(screen, () => {});
  await Promise.all([awake.follow(ALL), awake.follow({ ...ALL, training: false })]);
  expect(screen.held.size).toBe(0);
});

test.each([
  ['refuses', { request: () => Promise.reject(new Error('The battery is low.')) }, /battery is low\)/],
  ['cannot', undefined, /no way to\)/],
])('a browser that %s is told of once, and asked again when it is wished anew', async (_, screen, why) => {
  const told: string[] = [];
  const awake = new ScreenAwake(screen, (sentence) => told.push(sentence));
  await awake.follow(ALL);
  await awake.follow(ALL);
  expect(told).toHaveLength(1);
  expect(told[0]).toMatch(why);
  await awake.follow({ ...ALL, wished: false });
  await awake.follow(ALL);
  expect(told).toHaveLength(2);
});
