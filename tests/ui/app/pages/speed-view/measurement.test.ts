// Training waits for a measurement and goes on after it, however it ends.

import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { abortable } from '../../../../../src/shared/abortable.ts';
import { browserName, Measurement } from '../../../../../src/ui/app/pages/speed-view/measurement.ts';
import type { HardwareReport } from '../../../../../src/workers/rpc/api/hardware-api.ts';

const report: HardwareReport = {
  date: '2026-11-29',
  host: 'a browser',
  processorThreads: 2,
  engines: [],
  missing: [],
};
const host = () => ({
  addController: vi.fn(),
  removeController: vi.fn(),
  requestUpdate: vi.fn(),
  updateComplete: Promise.resolve(true),
});

function fakeRun(isTraining: boolean) {
  const run = {
    training: isTraining,
    isTraining: () => run.training,
    pause: vi.fn(async () => {
      run.training = false;
    }),
    train: vi.fn(async () => {
      run.training = true;
    }),
  };
  return run;
}

const stored = new Map<string, string>();
beforeEach(() => {
  stored.clear();
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => stored.get(key) ?? null,
    setItem: (key: string, value: string) => stored.set(key, value),
  });
  vi.stubGlobal('navigator', { hardwareConcurrency: 12 });
});
afterEach(() => vi.unstubAllGlobals());

/** A measurement that ends when told. */
function start(...runs: ReturnType<typeof fakeRun>[]) {
  let finish: (report: HardwareReport) => void = () => {};
  const measure = vi.fn((_, signal: AbortSignal, onProgress: (progress: never) => void) => {
    onProgress({ label: 'CPU', done: 1, total: 2, report } as never);
    return abortable(
      new Promise<HardwareReport>((resolve) => {
        finish = resolve;
      }),
      signal,
    );
  });
  const measurement = new Measurement(host(), () => runs, measure);
  const ended = measurement.start('a browser', true);
  return { measurement, measure, ended, finish: () => finish(report) };
}

test('a run that trains is paused before, and goes on afterwards; another is left alone', async () => {
  const [training, resting] = [fakeRun(true), fakeRun(false)];
  const { measurement, measure, ended, finish } = start(training, resting);
  expect(measurement.hasPaused).toBe(true);
  await vi.waitFor(() => expect(measure).toHaveBeenCalledOnce());
  expect(training.training).toBe(false);
  expect(measure.mock.calls[0][0]).toEqual({
    host: 'a browser',
    processorThreads: 12,
    threads: 8,
    isTested: true,
  });
  finish();
  await ended;
  expect(training.train).toHaveBeenCalledOnce();
  expect(resting.pause).not.toHaveBeenCalled();
  expect(resting.train).not.toHaveBeenCalled();
  expect(measurement).toMatchObject({ isRunning: false, hasPaused: false, problem: '', report });
  // Kept for the next visit.
  expect(new Measurement(host(), () => [], measure).report).toEqual(report);
});

test('when it is stopped, or the page is left, training goes on too, and nothing is kept', async () => {
  for (const end of ['stop', 'hostDisconnected'] as const) {
    const run = fakeRun(true);
    const { measurement, measure, ended } = start(run);
    await vi.waitFor(() => expect(measure).toHaveBeenCalledOnce());
    measurement[end]();
    await ended;
    expect(run.training).toBe(true);
    expect(measurement.problem).toBe('Stopped. What was measured is shown, but not kept.');
    expect(stored.size).toBe(0);
  }
});

test('a run that is started meanwhile ends the measurement', async () => {
  const run = fakeRun(false);
  const { measurement, measure, ended } = start(run);
  await vi.waitFor(() => expect(measure).toHaveBeenCalledOnce());
  await run.train();
  measurement.hostUpdate();
  await ended;
  expect(measurement.problem).toBe('Stopped, because training has started.');
  expect(run.train).toHaveBeenCalledOnce();
});

test('the last result of another version is none', () => {
  stored.set('mini-llm-lab.speed', '{"version":0}');
  expect(new Measurement(host(), () => []).report).toBeUndefined();
});

test.each([
  ['Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0', [], 'Firefox 140'],
  [
    'Mozilla/5.0 (Macintosh) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.3 Safari/605.1.15',
    [],
    'Safari 18',
  ],
  [
    '',
    [
      { brand: 'Not_A Brand', version: '8' },
      { brand: 'Chromium', version: '156' },
    ],
    'Chromium 156',
  ],
  ['', [], 'a browser'],
])('%s is named', (userAgent, brands, name) => expect(browserName(userAgent, brands)).toBe(name));
