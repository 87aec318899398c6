// The heartbeat with fake timers, and the lifetime lock with fake locks.

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { HANG_SECONDS, Heartbeat, PING_INTERVAL_MS } from '../../../src/workers/heartbeat/heartbeat.ts';
import { holdLifetimeLock, waitForWorkerEnd } from '../../../src/workers/heartbeat/lifetime-lock.ts';
import { createLifeSign } from '../../../src/workers/heartbeat/pulse.ts';
import { FakeLocks } from '../../support/workers/fake-locks.ts';

const HANG_TICKS = (HANG_SECONDS * 1000) / PING_INTERVAL_MS;

describe('the heartbeat', () => {
  let answer: (() => void) | undefined;
  let heartbeat: Heartbeat;
  const ping = vi.fn();
  const onSilence = vi.fn();
  const onHang = vi.fn();

  beforeEach(() => {
    vi.useFakeTimers();
    for (const mock of [ping, onSilence, onHang]) mock.mockReset();
    ping.mockImplementation(
      () =>
        new Promise<void>((resolve) => {
          answer = resolve;
        }),
    );
    heartbeat = new Heartbeat({ ping, onSilence, onHang });
  });
  afterEach(() => {
    heartbeat.stop();
    vi.useRealTimers();
  });

  /** The worker answers the pending ping. */
  const respond = async () => {
    answer?.();
    heartbeat.beat();
    await vi.advanceTimersByTimeAsync(0);
  };
  const tick = (count: number) => vi.advanceTimersByTimeAsync(count * PING_INTERVAL_MS);

  it('pings a worker that answers, without a report', async () => {
    for (let times = 0; times < 100; times++) {
      await respond();
      await tick(1);
    }
    expect(ping).toHaveBeenCalledTimes(101);
    expect(onSilence).not.toHaveBeenCalled();
    expect(onHang).not.toHaveBeenCalled();
  });

  it('reports the seconds of silence, then the hang', async () => {
    await respond();
    await tick(1); // sends the ping that is never answered
    await tick(HANG_TICKS - 1);
    expect(onSilence.mock.calls.map(([seconds]) => seconds)).toEqual([
      10, 12, 14, 16, 18, 20, 22, 24, 26, 28,
    ]);
    expect(onHang).not.toHaveBeenCalled();
    await tick(1);
    expect(onHang).toHaveBeenCalledOnce();
    expect(ping).toHaveBeenCalledTimes(2);
  });

  it('reports 0 once a silent worker answers again', async () => {
    await respond();
    await tick(8);
    expect(onSilence).toHaveBeenLastCalledWith(14, true);
    await respond();
    expect(onSilence).toHaveBeenLastCalledWith(0, true);
    await tick(4);
    expect(onHang).not.toHaveBeenCalled();
  });

  it('accepts any message as a sign of life while the ping is pending', async () => {
    await respond();
    for (let times = 0; times < 10; times++) {
      await tick(HANG_TICKS - 1);
      heartbeat.beat();
    }
    expect(onHang).not.toHaveBeenCalled();
  });

  it('does not count time in which timers did not run: sleep, or a throttled tab', async () => {
    await respond();
    await tick(2);
    for (let minute = 0; minute < 3; minute++) {
      vi.setSystemTime(Date.now() + 60_000);
      await tick(1);
    }
    expect(onSilence).not.toHaveBeenCalled();
    expect(onHang).not.toHaveBeenCalled();
  });

  it('does not take a script that loads slowly for a hang', async () => {
    await tick(10 * HANG_TICKS);
    expect(onHang).not.toHaveBeenCalled();
    expect(onSilence).toHaveBeenLastCalledWith(10 * HANG_SECONDS, false);
  });

  it('is silent after `stop`', async () => {
    await respond();
    await tick(1);
    heartbeat.stop();
    await tick(10 * HANG_TICKS);
    expect(onSilence).not.toHaveBeenCalled();
    expect(onHang).not.toHaveBeenCalled();
  });
});

describe('the lifetime lock', () => {
  it('reports the end of the worker', async () => {
    const locks = new FakeLocks();
    let ended = false;
    const end = waitForWorkerEnd((name) => holdLifetimeLock(name, locks), locks).then((value) => {
      ended = value;
    });
    await new Promise((resolve) => setTimeout(resolve));
    expect(ended).toBe(false);
    locks.endHolders();
    await end;
    expect(ended).toBe(true);
  });

  it('reports nothing where locks are missing or denied', async () => {
    vi.stubGlobal('navigator', {});
    const denied = { request: () => Promise.reject(new DOMException('', 'SecurityError')) };
    const hold = (locks: Pick<LockManager, 'request'> | undefined) => (name: string) =>
      holdLifetimeLock(name, locks);
    expect(await waitForWorkerEnd(hold(undefined))).toBe(false);
    expect(await waitForWorkerEnd(hold(denied), denied)).toBe(false);
    expect(await waitForWorkerEnd(hold(denied), new FakeLocks())).toBe(false);
  });
});

it('a long computation posts one sign of life per ping interval', () => {
  const now = vi.spyOn(performance, 'now');
  const postedAt: number[] = [];
  const report = createLifeSign(() => postedAt.push(performance.now()));
  for (let ms = 10; ms <= 3 * PING_INTERVAL_MS; ms += 10) {
    now.mockReturnValue(ms);
    report();
  }
  expect(postedAt).toEqual([1, 2, 3].map((count) => count * PING_INTERVAL_MS));
});
