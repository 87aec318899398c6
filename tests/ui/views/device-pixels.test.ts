// A window that is moved to a finer screen is drawn anew, and nothing piles up however many views have listened.
import { afterEach, expect, it, vi } from 'vitest';
import { watchDevicePixels } from '../../../src/ui/views/device-pixels.ts';

afterEach(() => vi.unstubAllGlobals());

it('tells every change of the ratio, to those who listen still, by one query at a time', () => {
  const queries: { text: string; change: () => void }[] = [];
  vi.stubGlobal('matchMedia', (text: string) => ({
    addEventListener: (_: string, change: () => void) => queries.push({ text, change }),
  }));
  const moveTo = (ratio: number) => {
    vi.stubGlobal('devicePixelRatio', ratio);
    queries.at(-1)?.change();
  };
  moveTo(1);
  const heard = vi.fn();
  const leave = watchDevicePixels(heard);
  for (let view = 0; view < 100; view++) watchDevicePixels(() => {})();
  expect(queries.map(({ text }) => text)).toEqual(['(resolution: 1dppx)']);
  moveTo(2);
  moveTo(1.5);
  expect(heard).toHaveBeenCalledTimes(2);
  expect(queries.map(({ text }) => text).slice(1)).toEqual(['(resolution: 2dppx)', '(resolution: 1.5dppx)']);
  leave();
  moveTo(1);
  expect(heard).toHaveBeenCalledTimes(2);
});
