// Screen wake lock during training.
import { expect, test, vi } from 'vitest';
import { ScreenWakeLock, type WakeLockHandle } from '../../../src/ui/app/screen-wake-lock.ts';

function fakeWakeLock() {
  const held = new Set<WakeLockHandle>();
  const request = vi.fn(async () => {
    const listeners: (() => void)[] = [];
    const lock: WakeLockHandle & { take(): void } = {
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

const ACTIVE = { enabled: true, training: true, visible: true };

test.each([
  ['unwished', { ...ACTIVE, enabled: false }],
  ['while nothing trains', { ...ACTIVE, training: false }],
  ['in a hidden tab', { ...ACTIVE, visible: false }],
])('it is not held %s, and let go of then', async (_, state) => {
  const screen = fakeWakeLock();
  const awake = new ScreenWakeLock(screen, () => {});
  await awake.update(state);
  expect(screen.request).not.toHaveBeenCalled();
  await awake.update(ACTIVE);
  await awake.update(ACTIVE);
  expect(screen.request).toHaveBeenCalledTimes(1);
  expect(screen.held.size).toBe(1);
  await awake.update(state);
  expect(screen.held.size).toBe(0);
});

test('a lock that the system released is requested again', async () => {
  const screen = fakeWakeLock();
  const awake = new ScreenWakeLock(screen, () => {});
  await awake.update(ACTIVE);
  for (const lock of screen.held) await lock.release();
  await awake.update(ACTIVE);
  expect(screen.held.size).toBe(1);
});

test('a lock that arrives after its release is not held', async () => {
  const screen = fakeWakeLock();
  const awake = new ScreenWakeLock(screen, () => {});
  await Promise.all([awake.update(ACTIVE), awake.update({ ...ACTIVE, training: false })]);
  expect(screen.held.size).toBe(0);
});

test.each([
  [
    'denies the lock',
    { request: () => Promise.reject(new Error('The battery is low.')) },
    /battery is low\)/,
  ],
  ['has no Wake Lock API', undefined, /no Wake Lock API\)/],
])(
  'a browser that %s causes one message, and a new request after the setting is turned on again',
  async (_, screen, reason) => {
    const messages: string[] = [];
    const awake = new ScreenWakeLock(screen, (message) => messages.push(message));
    await awake.update(ACTIVE);
    await awake.update(ACTIVE);
    expect(messages).toHaveLength(1);
    expect(messages[0]).toMatch(reason);
    await awake.update({ ...ACTIVE, enabled: false });
    await awake.update(ACTIVE);
    expect(messages).toHaveLength(2);
  },
);
